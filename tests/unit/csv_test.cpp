#include "engine/csv.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "engine/csv/number.hpp"

using namespace nn;

namespace {

using Words = std::vector<std::string>;
using Numbers = std::vector<float>;

/// One column's cells as text, so that tables compare at a glance.
Words cells(const CsvTable& table, std::size_t column) {
    const CsvColumn& c = table.columns.at(column);
    Words texts;
    for (const float v : c.values) {
        if (c.kind == CsvKind::category)
            texts.push_back(v < 0 ? "-" : c.categories.at(static_cast<std::size_t>(v)));
        else
            texts.push_back(std::isnan(v)        ? "-"
                            : v == std::floor(v) ? std::to_string(static_cast<long>(v))
                                                 : std::to_string(v).substr(0, 6));
    }
    return texts;
}
std::string all_cells(const CsvTable& table) {
    std::string text;
    for (const CsvColumn& c : table.columns) text += "[" + c.name + "]";
    for (int row = 0; row < table.rows; ++row) {
        text += " ";
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            text += (i ? "," : "") + cells(table, i)[static_cast<std::size_t>(row)];
    }
    return text;
}
Words names(const CsvTable& table) {
    Words result;
    for (const CsvColumn& c : table.columns) result.push_back(c.name);
    return result;
}

template <class F>
std::string message(F f) {
    try {
        f();
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
    return "none";
}

std::string repeated(const std::string& text, int n) {
    std::string all;
    for (int i = 0; i < n; ++i) all += text;
    return all;
}

}  // namespace

TEST_CASE("texts in all their spellings become the table that they mean") {
    struct Row {
        std::string_view what, text, table;
    };
    const Row rows[] = {
        {"plain", "a,b\n1,2\n3,4\n", "[a][b] 1,2 3,4"},
        {"no line break at the end", "a,b\n1,2\n3,4", "[a][b] 1,2 3,4"},
        {"CRLF", "a,b\r\n1,2\r\n3,4\r\n", "[a][b] 1,2 3,4"},
        {"CR alone", "a,b\r1,2\r3,4\r", "[a][b] 1,2 3,4"},
        {"byte order mark",
         "\xEF\xBB\xBF"
         "a,b\n1,2\n",
         "[a][b] 1,2"},
        {"empty lines", "\n\na,b\n\n1,2\n   \n3,4\n\n\n", "[a][b] 1,2 3,4"},
        {"blanks around fields", " a , b\n 1 ,\t2 \n", "[a][b] 1,2"},
        {"RFC 4180: quotes", "\"a\",\"b\"\n\"x\",\"y\"\n", "[a][b] x,y"},
        {"RFC 4180: line break, comma and doubled quotes within quotes", "a,b\n\"x\r\ny\",\"1, \"\"2\"\"\"\n",
         "[a][b] x\r\ny,1, \"2\""},
        {"quotes after a blank", "a, \"b\"\n1, \"x, y\" \n", "[a][b] 1,x, y"},
        {"blanks within quotes are kept", "a,b\n1,\" x \"\n", "[a][b] 1, x "},
        {"a quote inside of a field", "a,b\n1,5\" pipe\n", "[a][b] 1,5\" pipe"},
        {"numbers in quotes", "a,b\n\"1\",\"2.5\"\n", "[a][b] 1,2.5000"},
        {"quoted last field at the end", "a,b\n1,\"x\"", "[a][b] 1,x"},
        {"missing values", "a,b\n1,x\nNA,y\n,?\nnan,NULL\n-,N/A\n3,z\n", "[a][b] 1,x -,y -,- -,- -,- 3,z"},
        {"empty last field", "a,b\n1,\n2,\"\"\n,3", "[a][b] 1,- 2,- -,3"},
        {"numbers of all kinds", "a\n1\n-2\n+3\n4.\n.5\n6e2\n7E-1\n8e+1\n", "[a] 1 -2 3 4 0.5000 600 0.7000 80"},
        {"semicolons and decimal commas", "a;b\n1,5;2\n3,25;4\n", "[a][b] 1.5000,2 3.2500,4"},
        {"decimal commas without a header", "1,5;2,5\n3,25;4,0\n", "[column 1][column 2] 1.5000,2.5000 3.2500,4"},
        {"semicolons and decimal points", "a;b\n1.5;x\n", "[a][b] 1.5000,x"},
        {"tabs", "a\tb\n1\tx, y\n2\tz\n", "[a][b] 1,x, y 2,z"},
        {"tabs with empty fields", "a\tb\tc\n1\t\t\n\t2\tx\n", "[a][b][c] 1,-,- -,2,x"},
        {"bars", "a|b|c\n1|2|x,y\n", "[a][b][c] 1,2,x,y"},
        {"runs of blanks", "  1  2.5   x\n 3  4   y  \n", "[column 1][column 2][column 3] 1,2.5000,x 3,4,y"},
        {"one column", "height\n1.5\n1.75\n", "[height] 1.5000 1.7500"},
        {"one column of words with blanks", "name\nAda King\nAlan\n", "[name] Ada King Alan"},
        {"no header: numbers in the first line", "5.1,3.5,setosa\n4.9,3,virginica\n",
         "[column 1][column 2][column 3] 5.1000,3.5000,setosa 4.9000,3,virginica"},
        {"no header: words that come again", "no,red\nyes,blue\nno,red\nyes,red\n",
         "[column 1][column 2] no,red yes,blue no,red yes,red"},
        {"header above words alone", "answer,color\nyes,blue\nno,red\nyes,red\n",
         "[answer][color] yes,blue no,red yes,red"},
        {"names that are missing or the same", "x,,x,x\n1,2,3,4\n", "[x][column 2][x (3)][x (4)] 1,2,3,4"},
        {"a column of nothing", "a,b\n1,\n2,NA\n", "[a][b] 1,- 2,-"},
        {"numbers and words in one column are words", "a\n1\n2.0\nlow\n2.0\n", "[a] 1 2.0 low 2.0"},
        {"UTF-8", "größe,город\n1,Łódź\n", "[größe][город] 1,Łódź"},
    };
    for (const Row& row : rows) {
        INFO(std::string(row.what));
        CsvTable table;
        try {
            table = read_csv(row.text);
        } catch (const CsvError& e) {
            FAIL_CHECK(e.what());
            continue;
        }
        for (CsvColumn& c : table.columns)
            if (c.kind == CsvKind::ignored)
                c.values.assign(std::size_t(table.rows), std::numeric_limits<float>::quiet_NaN());
        CHECK(all_cells(table) == row.table);
    }
}

TEST_CASE("what is wrong with a text is said with its place") {
    CsvOptions number, ignored_name;
    number.kinds = {{"age", CsvKind::number}};
    ignored_name.kinds = {{"b", CsvKind::ignored}};
    const std::string wide = repeated("x,", csv_most_columns) + "x\n", long_field(csv_longest_field + 1, 'x');
    struct Row {
        std::string text, why;
        long line;
        int column;
        CsvOptions options = {};
    };
    const Row rows[] = {
        {"", "[csv] line 1: the text is empty", 1, 0},
        {"\n \n", "[csv] line 1: the text is empty", 1, 0},
        {"\na,b\n", "[csv] line 2: there is a header, but no row below it", 2, 0},
        {"a,b\n1,2\n3\n", "[csv] line 3, column 2: found 1 field, expected 2 as in line 1", 3, 2},
        {"\n\na,b\n1,2\n\n3,4,5", "[csv] line 6, column 3: found 3 fields, expected 2 as in line 3", 6, 3},
        {"a,b\n\"1\n\n\",2\n3,4,5", "[csv] line 5, column 3: found 3 fields, expected 2 as in line 1", 5, 3},
        {"a,b\r\n1,\"2\r\n3,4\r\n", "[csv] line 2, column 2: the quote that opens here is never closed", 2, 2},
        {"a,b\r1,\"x\ry\"z\r",
         "[csv] line 2, column 2: found \"z\" after the closing quote, expected the delimiter or the line's end", 2, 2},
        {"name,age\nAda,36\nAlan,\"forty one\"\n",
         "[csv] line 3, column 2: found \"forty one\" in \"age\", expected a number", 3, 2, number},
        {"name,age\nAda,36,\n", "[csv] line 2, column 3: found 3 fields, expected 2 as in line 1", 2, 3, number},
        {"a,c\n1,2\n", "[csv] there is no column \"b\"; there are \"a\", \"c\"", 0, 0, ignored_name},
        {wide, "[csv] line 1: more than 16384 fields", 1, 0},
        {"a,b\n1," + long_field,
         "[csv] line 2, column 2: the field that begins here has more than 1000000 bytes: is a quote missing?", 2, 2},
        {"a,b\n\"1," + long_field,
         "[csv] line 2, column 1: the field that begins here has more than 1000000 bytes: is a quote missing?", 2, 1},
        {std::string("PK\x03\x04\n\0\0", 7),
         "[csv] line 2: found a byte that is 0: this is no text; save the table as CSV in UTF-8", 2, 0},
        {"\xFF\xFE"
         "a",
         "[csv] line 1: the text is in UTF-16: save it as UTF-8", 1, 0},
    };
    for (const Row& row : rows) {
        INFO(row.why);
        CHECK(message([&] { read_csv(row.text, row.options); }) == row.why);
        if (!row.line) continue;
        try {
            read_csv(row.text, row.options);
        } catch (const CsvError& e) {
            CHECK(e.line == row.line);
            CHECK(e.column == row.column);
        }
    }
}

TEST_CASE("what is found is shown short, and never cut within a character") {
    CsvOptions number{.header = true, .kinds = {{"1", CsvKind::number}}};
    CHECK(message([&] { read_csv("a\n" + repeated("ä", 60), number); }) ==
          "[csv] line 2, column 1: found \"" + repeated("ä", 20) + "...\" in \"a\", expected a number");
    CHECK(message([&] { read_csv("a\nx" + repeated("ä", 60), number); }) ==
          "[csv] line 2, column 1: found \"x" + repeated("ä", 19) + "...\" in \"a\", expected a number");
}

TEST_CASE("what is told is not guessed") {
    CHECK(names(read_csv("1,2\n3,4\n", {.header = true})) == Words{"1", "2"});
    CHECK(read_csv("a,b\n1,2\n", {.header = false}).rows == 2);
    CHECK(all_cells(read_csv("a;b,c\n1;2,3\n", {.delimiter = ','})) == "[a;b][c] 1;2,3");
    CHECK(all_cells(read_csv("a;b\n1,5;1.5\n", {.delimiter = ';', .decimal_mark = '.'})) == "[a][b] 1,5,1.5000");
    CHECK(all_cells(read_csv("a\n1\n-999\n3\n", {.missing = {"-999"}})) == "[a] 1 - 3");
    CsvOptions words{.kinds = {{"zip", CsvKind::category}, {"2", CsvKind::ignored}}};
    const CsvTable table = read_csv("zip,note\n01,x\n1,y\n01,z\n", words);
    CHECK(table.columns[0].categories == Words{"01", "1"});
    CHECK(table.columns[0].values == Numbers{0, 1, 0});
    CHECK(table.columns[1].kind == CsvKind::ignored);
    CHECK(message([] { CsvParser parser({.delimiter = 'x'}); }) ==
          "[csv] got delimiter \"x\", expected a comma, semicolon, bar, tab or space");
    CHECK(message([] { CsvParser parser({.decimal_mark = ';'}); }) ==
          "[csv] got decimal mark \";\", expected a point or a comma");
}

TEST_CASE("a column describes itself: kind, categories in order, missing values, range and mean") {
    const CsvTable table = read_csv("age,job\n20,nurse\n,?\n40,cook\n30,nurse\n");
    CHECK(table.rows == 4);
    CHECK(table.header);
    CHECK(table.delimiter == ',');
    const CsvColumn& age = table.columns[0];
    CHECK(age.kind == CsvKind::number);
    CHECK(age.missing == 1);
    CHECK(age.min == 20);
    CHECK(age.max == 40);
    CHECK(age.mean == 30);
    const CsvColumn& job = table.columns[1];
    CHECK(job.kind == CsvKind::category);
    CHECK(job.categories == Words{"cook", "nurse"});
    CHECK(job.missing == 1);
    CHECK(job.values == Numbers{1, -1, 0, 1});
}

TEST_CASE("pieces cut anywhere give the table of the whole text") {
    const std::string text =
        "\xEF\xBB\xBF"
        "n,\"w\"\r\n1.25,\"a\r\n\"\"b\"\"\"\r\n\r\n-3e2, c \r\n NA ,\"\"\r\n7,\"\xC3\xA4\"";
    const std::string whole = all_cells(read_csv(text));
    for (std::size_t first = 0; first <= text.size(); ++first)
        for (std::size_t second = first; second <= text.size(); second += 3) {
            CsvParser parser;
            parser.feed(std::string_view(text).substr(0, first));
            parser.feed(std::string_view(text).substr(first, second - first));
            parser.feed(std::string_view(text).substr(second));
            REQUIRE(all_cells(parser.finish()) == whole);
        }
}

TEST_CASE("beyond the first 256 KiB, pieces of any size read on") {
    std::string text = "id,\"kind\r\nof\",x\r\n";
    constexpr int rows = 30000;
    for (int i = 0; i < rows; ++i)
        text += std::to_string(i) + (i % 3 ? ",\"a, \"\"b\"\"\"," : ", c ,") + std::to_string(i / 8.0) + "\r\n";
    for (const std::size_t size : {text.size(), std::size_t{65536}, std::size_t{7}}) {
        CsvParser parser;
        for (std::size_t i = 0; i < text.size(); i += size) parser.feed(std::string_view(text).substr(i, size));
        CHECK(parser.rows() >= rows - 1);
        const CsvTable table = parser.finish();
        CHECK(table.rows == rows);
        CHECK(table.columns[1].categories == Words{"a, \"b\"", "c"});
        bool right = true;
        for (int i = 0; i < rows; ++i) {
            const auto r = static_cast<std::size_t>(i);
            right &= table.columns[0].values[r] == float(i) && table.columns[1].values[r] == (i % 3 ? 0.0f : 1.0f) &&
                     table.columns[2].values[r] == float(i) / 8;
        }
        CHECK(right);
    }
    text += "1,2\r\n";
    CHECK(message([&] { read_csv(text); }) == "[csv] line 30003, column 3: found 2 fields, expected 3 as in line 1");
}

TEST_CASE("thousands of different numbers make a column of numbers, where a word is a mistake") {
    std::string text = "a,b\n";
    for (int i = 0; i < 5000; ++i) text += std::to_string(i) + ",?\n";
    CHECK(read_csv(text).columns[0].kind == CsvKind::number);
    CHECK(read_csv(text).columns[1].kind == CsvKind::ignored);
    CHECK(message([&] { read_csv(text + "few,1\n"); }) ==
          "[csv] line 5002, column 1: found \"few\" in \"a\", expected a number");
    const CsvTable words = read_csv(text + "few,1\n", {.kinds = {{"a", CsvKind::category}}});
    CHECK(words.columns[0].categories.size() == 5001);
}

TEST_CASE("free text is left out; told to be a category, it is refused") {
    std::string text = "id,y\n";
    for (int i = 0; i <= csv_most_words; ++i) text += "user" + std::to_string(i) + ",1\n";
    CHECK(read_csv(text).columns[0].kind == CsvKind::ignored);
    CHECK(message([&] {
              read_csv(text, {.kinds = {{"id", CsvKind::category}}});
          }) == "[csv] line 10002, column 1: more than 10000 different words in \"id\"");
}

TEST_CASE("numbers read as the library reads them, in every spelling, and nothing else is a number") {
    double value = 0;
    for (const std::string text : {"0",
                                   "-0",
                                   "1",
                                   "12.5",
                                   "0.1",
                                   "3.4028234e38",
                                   "1e-45",
                                   "1.17549435e-38",
                                   "16777217",
                                   "0.000000000000000000000123",
                                   "123456789012345678901234567890",
                                   "1e22",
                                   "1e23",
                                   "1e-22",
                                   "9007199254740993",
                                   "2.2250738585072014e-308",
                                   "00000000000000000000000000001.5",
                                   "1e0000000000000000000001",
                                   "0e999999999999",
                                   "1e-999999999999"}) {
        INFO(text);
        REQUIRE(csv::parse_decimal(text, '.', value));
        CHECK(static_cast<float>(value) == static_cast<float>(std::strtod(text.c_str(), nullptr)));
    }
    for (std::uint32_t bits = 1; bits < 0x7F800000; bits += 999983) {
        const float expected = std::bit_cast<float>(bits);
        char text[40];
        std::snprintf(text, sizeof text, "%.9g", double(expected));
        REQUIRE(csv::parse_decimal(text, '.', value));
        REQUIRE(static_cast<float>(value) == expected);
    }
    CHECK(csv::parse_decimal("1,5", ',', value));
    CHECK(value == 1.5);
    for (const char* text : {"", "+", "-", ".", "e5", "1e", "1e+", "1.2.3", "0x10", "1 2", " 1", "1 ", "inf", "nan",
                             "1,5", "1e39", "--1", "1e99999999999"}) {
        INFO(text);
        CHECK_FALSE(csv::parse_decimal(text, '.', value));
    }
}

TEST_CASE("the parser is used once: after its end or an error it says so") {
    CsvParser parser;
    parser.feed("a\n1\n");
    parser.finish();
    const std::string over = "[csv] the parser has finished or failed: take a new one";
    CHECK(message([&] { parser.feed("2\n"); }) == over);
    CHECK(message([&] { parser.finish(); }) == over);
}

// ---- samples -------------------------------------------------------------------------------------------------------

TEST_CASE("numbers and codes become inputs, the last column the target; missing values are filled and counted") {
    const CsvTable table = read_csv("age,job,pay\n20,nurse,low\n,?,high\n40,cook,low\n33,nurse,\n");
    const CsvSamples samples = samples_of(table);
    const Data& data = samples.data;
    CHECK(data.task == Task::binary);
    CHECK(data.classes == 2);
    CHECK(data.class_names == Words{"high", "low"});
    CHECK(data.y == Numbers{1, 0, 1});
    CHECK(data.inputs == 2);
    CHECK(data.x == Numbers{20, 1, 30, 2, 40, 0});  // 30 is the mean of the rows that have a target
    CHECK(data.categories == std::vector{0, 3});
    CHECK(data.input_names == Words{"age", "job"});
    CHECK(data.target_names == Words{"pay"});
    CHECK(samples.dropped == 1);
    CHECK(samples.rows == std::vector{0, 1, 2});
    CHECK(samples.filled == std::vector{1, 1});
}

TEST_CASE("one-hot: a column for each category, and one for what is missing") {
    const CsvTable table = read_csv("job,age,y\nnurse,1,0.5\n?,2,1.5\ncook,3,2.5\n");
    const Data data = samples_of(table, {.one_hot = true}).data;
    CHECK(data.input_names == Words{"job=cook", "job=nurse", "job=(missing)", "age"});
    CHECK(data.x == Numbers{0, 1, 0, 1, 0, 0, 1, 2, 1, 0, 0, 3});
    CHECK(data.categories == std::vector{0, 0, 0, 0});
    CHECK(data.task == Task::regression);
    CHECK(data.y == Numbers{0.5, 1.5, 2.5});
}

TEST_CASE("numbers that are missing may stay so, to be filled after the split; words never do") {
    const CsvTable table = read_csv("a,b,y\n1,x,0\n,,1\n3,y,0\n");
    const CsvSamples kept = samples_of(table, {.fill = CsvFill::keep});
    CHECK(std::isnan(kept.data.x[2]));
    CHECK(kept.data.x[3] == 2);
    CHECK(kept.filled == std::vector{0, 1});
}

TEST_CASE("the median takes no notice of an outlier") {
    const CsvTable table = read_csv("a,b,y\n1,1,0.5\n2,2,0.5\n,,0.5\n3,1000,0.5\n1000,,0.5\n");
    const Data data = samples_of(table, {.fill = CsvFill::median}).data;
    CHECK(data.x[4] == 2.5f);
    CHECK(data.x[5] == 2.0f);
    CHECK(samples_of(table).data.x[4] == 251.5f);
}

TEST_CASE("the task is guessed from the target") {
    const auto task = [](const std::string& row, const std::string& more, int times) {
        const CsvTable table = read_csv("x,y\n" + repeated(row, times) + more);
        return task_keys[static_cast<std::size_t>(samples_of(table).data.task)];
    };
    CHECK(task("1,yes\n2,no\n", "", 1) == "binary");
    CHECK(task("1,a\n2,b\n", "3,c\n", 1) == "classes");
    CHECK(task("1,0\n2,1\n", "", 1) == "binary");
    CHECK(task("1,0\n2,1\n", "3,2\n", 15) == "classes");
    CHECK(task("1,0\n2,1\n", "3,2\n", 5) == "regression");
    CHECK(task("1,0\n2,0.5\n", "3,1\n", 50) == "regression");
    CHECK(task("1,1\n2,2\n3,3\n4,4\n5,5\n6,6\n7,7\n8,8\n9,9\n10,10\n11,11\n", "", 50) == "regression");
    CHECK(samples_of(read_csv("x,a,b\n1,0,1\n2,1,1\n"), {.targets = {"a", "b"}}).data.task == Task::labels);
    CHECK(samples_of(read_csv("x,a,b\n1,0,1\n2,1,5\n"), {.targets = {"a", "b"}}).data.task == Task::regression);
}

TEST_CASE("classes in numbers keep the order of the numbers") {
    const Data data =
        samples_of(read_csv("y,x\n10,1\n9,2\n-1,3\n10,4\n"), {.targets = {"y"}, .task = Task::classes}).data;
    CHECK(data.class_names == Words{"-1", "9", "10"});
    CHECK(data.y == Numbers{2, 1, 0, 2});
}

TEST_CASE("several targets, chosen inputs and weights") {
    const CsvTable table = read_csv("w,a,b,c,d\n1,0,yes,5,x\n2,1,no,6,y\n,1,no,7,y\n");
    const CsvSamples samples =
        samples_of(table, {.targets = {"a", "b"}, .inputs = {"4"}, .weight = "w", .task = Task::labels});
    CHECK(samples.data.targets == 2);
    CHECK(samples.data.y == Numbers{0, 1, 1, 0});
    CHECK(samples.data.x == Numbers{5, 6});
    CHECK(samples.data.weight == Numbers{1, 2});
    CHECK(samples.data.target_names == Words{"a", "b"});
    CHECK(samples.dropped == 1);
}

TEST_CASE("a choice that does not fit the table is refused with words") {
    const CsvTable table = read_csv("n,word,one,none,y\n1,a,1,,0.5\n2,b,1,,1.5\n3,c,1,,2.5\n");
    struct Row {
        CsvChoice choice;
        std::string why;
    };
    const Row rows[] = {
        {{.targets = {"price"}}, "there is no column \"price\"; there are \"n\", \"word\", \"one\", \"none\", \"y\""},
        {{.targets = {"0"}}, "there is no column \"0\"; there are \"n\", \"word\", \"one\", \"none\", \"y\""},
        {{.targets = {"6"}}, "there is no column \"6\"; there are \"n\", \"word\", \"one\", \"none\", \"y\""},
        {{.targets = {"none"}}, "\"none\" is ignored: it has no values, too many different words, or was told to be"},
        {{.targets = {"word"}, .task = Task::regression}, "\"word\" holds words, expected numbers for regression"},
        {{.targets = {"word"}, .task = Task::binary}, "\"word\" has 3 different values, expected 2 for a binary task"},
        {{.targets = {"one"}, .task = Task::classes},
         "\"one\" has the same value in all rows: there is nothing to tell apart"},
        {{.targets = {"n", "y"}, .task = Task::classes}, "got 2 targets, expected 1 for the task classes"},
        {{.targets = {"n", "y"}, .task = Task::labels}, "\"n\" holds more than 0 and 1, or than two words: no label"},
        {{.targets = {"y"}, .inputs = {"n", "y"}}, "\"y\" cannot be an input: it is a target already"},
        {{.inputs = {"n", "1"}}, "\"n\" cannot be an input: it is an input already"},
        {{.weight = "word"}, "\"word\" holds words, expected numbers for weights"},
    };
    for (const Row& row : rows) CHECK(message([&] { samples_of(table, row.choice); }) == "[csv] " + row.why);
    CHECK(message([] { samples_of(read_csv("y\n1\n2\n")); }) == "[csv] there is no column left to learn from");
    CHECK(message([] { samples_of(read_csv("x,w,y\n1,,1\n,1,\n"), {.weight = "w"}); }) ==
          "[csv] no row has a value in every target and weight");
    CHECK(message([] { samples_of(read_csv("x,w,y\n1,-1,1\n2,1,2\n"), {.weight = "w"}); }) ==
          "[csv] \"w\" has a value below 0, expected weights");
}
