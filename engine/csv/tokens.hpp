#pragma once
/// Cuts a text into fields and rows, piece by piece.
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/sentence.hpp"

namespace nn::csv {

class Sink {
  public:
    virtual ~Sink() = default;
    /// `column` counts from 0; the line is where the field begins. The text is the sink's during the call only.
    virtual void field(std::string_view text, int column, long line) = 0;
    virtual void row_end(int fields, long line) = 0;
};

class Tokens {
  public:
    Tokens(char delimiter, Sink& sink) : delimiter_(delimiter), sink_(sink) {}
    void feed(std::string_view piece);
    void finish();

  private:
    enum class State : std::uint8_t { start, plain, quoted, quote_in_quotes, after_quotes };

    const char* start(const char* p, const char* end);
    const char* plain(const char* p, const char* end);
    const char* quoted(const char* p, const char* end);
    const char* after_quotes(const char* p);
    bool ends_line(char c) const { return c == '\n' || c == '\r'; }
    bool is_blank(char c) const { return (c == ' ' || c == '\t') && (c != delimiter_ || c == ' '); }
    void keep(const char* first, const char* last);
    void emit(std::string_view text);
    void emit_plain(const char* first, const char* last);
    void end_row(char c);

    char delimiter_;
    Sink& sink_;
    State state_ = State::start;
    bool after_cr_ = false;
    long line_ = 1, row_line_ = 1, field_line_ = 1;
    int fields_ = 0;
    std::string kept_;  ///< of a field that is cut by the end of a piece, or quoted
};

/// For messages: in quotes, at most 40 bytes, never half a character.
std::string shown(std::string_view text);

/// Throws CsvError.
[[noreturn]] void fail(long line, int column, std::initializer_list<Word> why);

}  // namespace nn::csv
