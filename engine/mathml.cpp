#include "engine/mathml.hpp"

#include <vector>

#include "engine/expression_lexer.hpp"

namespace nn {

namespace {

std::string element(std::string_view tag, std::string_view inner) {
    std::string text;
    text.append("<").append(tag).append(">").append(inner).append("</").append(tag).append(">");
    return text;
}

std::string sign(std::string_view character) { return element("mo", character); }

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '<')
            out += "&lt;";
        else if (c == '&')
            out += "&amp;";
        else
            out += c;
    }
    return out;
}

/// Recursive descent; deeper than a page can show counts as unreadable.
class Typesetter {
  public:
    explicit Typesetter(std::string_view text) : lexer_(text), token_(lexer_.next()) {}

    /// Empty where the text is not a formula.
    std::string all() {
        const std::string text = sum();
        return token_.kind == Token::end && readable_ ? text : std::string();
    }

  private:
    static constexpr int max_depth = 40;

    /// A part, and what it is without its own brackets, for places where a bar or a root encloses it.
    struct Part {
        std::string text, bare;
    };
    static Part whole(const std::string& text) { return {text, text}; }

    std::string sum() {
        std::string text = product();
        while (readable_ && token_.kind == Token::sign && (token_.op == '+' || token_.op == '-')) {
            text += sign(token_.op == '+' ? "+" : "−");
            next();
            text += product();
        }
        return text;
    }

    std::string product() {
        std::vector<std::string> factors;
        Part last = signed_power();
        while (readable_) {
            const bool division = token_.kind == Token::sign && token_.op == '/';
            const bool product = token_.kind == Token::sign && token_.op == '*';
            const bool touching =
                token_.kind == Token::word || token_.kind == Token::open || token_.kind == Token::root;
            if (!division && !product && !touching) break;
            if (division || product) next();
            const bool digits = product && token_.kind == Token::number;
            Part right = signed_power();
            if (division) {
                last = whole(element("mfrac", element("mrow", last.bare) + element("mrow", right.bare)));
            } else {
                factors.push_back(last.text + (digits ? sign("·") : ""));
                last = std::move(right);
            }
        }
        std::string text;
        for (const std::string& factor : factors) text += factor;
        return text + last.text;
    }

    Part signed_power() {
        if (token_.kind != Token::sign || (token_.op != '-' && token_.op != '+')) return power();
        const std::string own = token_.op == '-' ? sign("−") : "";
        next();
        return whole(nested([&] { return own + signed_power().text; }));
    }

    Part power() {
        Part base = atom();
        for (; token_.kind == Token::superscript && readable_; next())
            base = raised(base, std::to_string(static_cast<int>(token_.value)));
        if (token_.kind != Token::sign || token_.op != '^') return base;
        next();
        return whole(
            element("msup", element("mrow", base.text) + element("mrow", nested([&] { return signed_power().bare; }))));
    }

    static Part raised(const Part& base, const std::string& n) {
        const std::string exponent = n[0] == '-' ? sign("−") + element("mn", n.substr(1)) : element("mn", n);
        return whole(element("msup", element("mrow", base.text) + element("mrow", exponent)));
    }

    Part atom() {
        const Token t = token_;
        next();
        switch (t.kind) {
            case Token::number:
                return whole(element("mn", t.text));
            case Token::word:
                return word(t);
            case Token::root:
                return whole(element("msqrt", nested([&] { return atom().bare; })));
            case Token::open: {
                const std::string inner = nested([&] { return sum(); });
                close();
                return {element("mrow", sign("(") + inner + sign(")")), inner};
            }
            default:
                readable_ = false;
                return {};
        }
    }

    Part word(const Token& t) {
        const std::string name = lowered(t.text);
        const std::string shown = element("mi", name == "pi" ? "π" : name);
        const bool variable = name == "x" || name == "y" || name == "e" || name == "pi" || name == "π" || name == "κ";
        if (variable || token_.kind != Token::open) return whole(shown);
        next();
        std::string arguments = nested([&] { return sum(); });
        for (; token_.kind == Token::comma && readable_; arguments += sum()) {
            arguments += sign(",");
            next();
        }
        close();
        if (name == "sqrt") return whole(element("msqrt", arguments));
        if (name == "abs") return whole(element("mrow", sign("|") + arguments + sign("|")));
        return whole(shown + element("mrow", sign("(") + arguments + sign(")")));
    }

    template <class F>
    std::string nested(const F& f) {
        if (++depth_ > max_depth) readable_ = false;
        std::string text = readable_ ? f() : std::string();
        --depth_;
        return text;
    }

    void close() {
        if (token_.kind != Token::close) readable_ = false;
        next();
    }
    void next() { token_ = lexer_.next(); }

    Lexer lexer_;
    Token token_;
    int depth_ = 0;
    bool readable_ = true;
};

}  // namespace

std::string mathml(std::string_view formula) {
    const std::string typeset = Typesetter(formula).all();
    return element("math", typeset.empty() ? element("mtext", escaped(formula)) : typeset);
}

}  // namespace nn
