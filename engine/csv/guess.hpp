#pragma once
/// What the beginning of a text tells about how it is written.
#include <string>
#include <string_view>
#include <vector>

#include "engine/csv.hpp"

namespace nn::csv {

struct Format {
    char delimiter, decimal_mark;
    bool header;
};

/// `whole`: the sample is all of the text. Keeps what the options tell.
Format guess_format(std::string_view sample, bool whole, const CsvOptions& options);

}  // namespace nn::csv
