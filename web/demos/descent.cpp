#include "web/demos/valley.hpp"
namespace web { std::unique_ptr<Session> make_descent() { return std::make_unique<ValleySession>(); } }
