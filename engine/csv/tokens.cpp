#include "engine/csv/tokens.hpp"

#include "engine/csv.hpp"

namespace nn::csv {

std::string shown(std::string_view text) {
    constexpr std::size_t most = 40;
    if (text.size() <= most) return sentence({"\"", text, "\""});
    std::size_t n = most;
    while (n > 0 && (static_cast<unsigned char>(text[n]) & 0xC0) == 0x80) --n;
    return sentence({"\"", text.substr(0, n), "...\""});
}

void fail(long line, int column, std::initializer_list<Word> why) { throw CsvError(line, column, sentence(why)); }

void Tokens::feed(std::string_view piece) {
    const char* p = piece.data();
    const char* const end = p + piece.size();
    while (p != end) {
        if (after_cr_) {
            after_cr_ = false;
            if (*p == '\n') {
                if (state_ == State::quoted) keep(p, p + 1);
                ++p;
                continue;
            }
        }
        switch (state_) {
            case State::start:
                p = start(p, end);
                break;
            case State::plain:
                p = plain(p, end);
                break;
            case State::quoted:
                p = quoted(p, end);
                break;
            case State::quote_in_quotes:
                if (*p == '"') {
                    keep(p, p + 1);
                    ++p;
                    state_ = State::quoted;
                    break;
                }
                state_ = State::after_quotes;
                [[fallthrough]];
            case State::after_quotes:
                p = after_quotes(p);
                break;
        }
    }
}

void Tokens::finish() {
    switch (state_) {
        case State::quoted:
            fail(field_line_, fields_ + 1, {"the quote that opens here is never closed"});
        case State::quote_in_quotes:
        case State::after_quotes:
            emit(kept_);
            break;
        case State::plain:
            emit_plain(nullptr, nullptr);
            break;
        case State::start:
            if (fields_ > 0 && delimiter_ != ' ') emit({});
            break;
    }
    if (fields_ > 0) sink_.row_end(fields_, row_line_);
    fields_ = 0;
}

const char* Tokens::start(const char* p, const char* end) {
    while (p != end && is_blank(*p)) ++p;
    if (p == end) return p;
    field_line_ = line_;
    if (fields_ == 0) row_line_ = line_;
    if (*p == delimiter_) {
        emit({});
    } else if (ends_line(*p)) {
        if (fields_ > 0 && delimiter_ != ' ') emit({});
        end_row(*p);
    } else if (*p == '"') {
        state_ = State::quoted;
    } else {
        state_ = State::plain;
        return plain(p, end);
    }
    return p + 1;
}

const char* Tokens::plain(const char* p, const char* end) {
    const char* const first = p;
    while (p != end && *p != delimiter_ && !ends_line(*p)) ++p;
    if (p == end) {
        keep(first, p);
        return p;
    }
    emit_plain(first, p);
    if (*p != delimiter_) end_row(*p);
    return p + 1;
}

const char* Tokens::quoted(const char* p, const char* end) {
    const char* const first = p;
    for (; p != end && *p != '"'; ++p) {
        if (*p == '\r' || (*p == '\n' && (p == first || p[-1] != '\r'))) ++line_;
    }
    after_cr_ = p == end && p[-1] == '\r';
    keep(first, p);
    if (p == end) return p;
    state_ = State::quote_in_quotes;
    return p + 1;
}

const char* Tokens::after_quotes(const char* p) {
    if (*p == delimiter_) {
        emit(kept_);
    } else if (ends_line(*p)) {
        emit(kept_);
        end_row(*p);
    } else if (!is_blank(*p)) {
        fail(field_line_, fields_ + 1,
             {"found ", shown({p, 1}), " after the closing quote, expected the delimiter or the line's end"});
    }
    return p + 1;
}

void Tokens::keep(const char* first, const char* last) {
    kept_.append(first, last);
    if (kept_.size() > csv_longest_field)
        fail(field_line_, fields_ + 1,
             {"the field that begins here has more than ", csv_longest_field, " bytes: is a quote missing?"});
}

void Tokens::emit(std::string_view text) {
    sink_.field(text, fields_++, field_line_);
    kept_.clear();
    state_ = State::start;
}

void Tokens::emit_plain(const char* first, const char* last) {
    std::string_view text(first, static_cast<std::size_t>(last - first));
    if (!kept_.empty() || text.size() > csv_longest_field) {
        keep(first, last);
        text = kept_;
    }
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    emit(text);
}

void Tokens::end_row(char c) {
    if (fields_ > 0) sink_.row_end(fields_, row_line_);
    fields_ = 0;
    ++line_;
    after_cr_ = c == '\r';
    state_ = State::start;
}

}  // namespace nn::csv
