#include "engine/lessons/playground_edits.hpp"

#include <algorithm>

#include "engine/lessons/playground_setup.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

bool is_digits(std::string_view text) {
    return !text.empty() && text.size() <= 9 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Why this is no edit, or nothing.
std::string read_edit(std::string_view part, PlaygroundEdit& edit) {
    const std::size_t colon = part.find(':'), equals = part.find('=', std::min(colon, part.size()));
    if (colon == part.npos || equals == part.npos) return "not of the form step:key=value";
    const std::string_view step = part.substr(0, colon);
    if (!is_digits(step)) return sentence({"\"", step, "\" is not a step"});
    edit.step = std::stoi(std::string(step));
    edit.key = part.substr(colon + 1, equals - colon - 1);
    edit.value = part.substr(equals + 1);
    double number = 0;
    if (edit.weight() >= 0) return parse_number(edit.value, number) ? std::string() : sentence({"\"", edit.value, "\" is not a number"});
    if (PlaygroundSetup::effect_of(edit.key) != PlaygroundEffect::live)
        return sentence({edit.key, " cannot change while it trains"});
    return {};
}

}  // namespace

int PlaygroundEdit::weight() const {
    return key.starts_with('w') && is_digits(std::string_view(key).substr(1)) ? std::stoi(key.substr(1)) : -1;
}

std::vector<PlaygroundEdit> parse_edits(std::string_view text, std::vector<Rejection>& rejected) {
    std::vector<PlaygroundEdit> edits;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        const std::string_view part = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (part.empty()) continue;
        PlaygroundEdit edit;
        if (std::string why = read_edit(part, edit); !why.empty())
            rejected.push_back({"edits", std::string(part), std::move(why)});
        else
            edits.push_back(std::move(edit));
    }
    std::stable_sort(edits.begin(), edits.end(), [](const auto& a, const auto& b) { return a.step < b.step; });
    return edits;
}

std::string format_edits(const std::vector<PlaygroundEdit>& edits) {
    std::string text;
    for (const PlaygroundEdit& e : edits) text += sentence({text.empty() ? "" : ",", e.step, ":", e.key, "=", e.value});
    return text;
}

std::string check_edits(std::string_view text) {
    std::vector<Rejection> rejected;
    parse_edits(text, rejected);
    return rejected.empty() ? std::string() : sentence({rejected[0].value, ": ", rejected[0].why});
}

}  // namespace nn
