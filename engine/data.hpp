#pragma once
/// Samples in memory: what generators make, the CSV reader gives, splits share out and the trainer takes.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nn {

/// What is to be learned, which decides what y means: 0 or 1 (binary), the class from 0 on (classes), 0 or 1 in each of
/// several columns (labels), or any numbers (regression).
enum class Task { binary, classes, labels, regression };
inline constexpr std::string_view task_keys[] = {"binary", "classes", "labels", "regression"};

/// Row-major arrays, one row a sample: x (rows, inputs), y (rows, targets), weight (rows) or empty for all 1.
struct Data {
    int inputs = 0, targets = 1;
    Task task = Task::regression;
    int classes = 0;  ///< 2 or more where the task is on classes or binary, else 0
    std::vector<float> x, y, weight;
    std::vector<std::string> input_names, target_names, class_names;  ///< one for each, or empty
    /// For each input: n where it holds the codes 0 to n - 1 of categories, 0 where it is a number; or empty.
    std::vector<int> categories;

    int rows() const { return inputs ? static_cast<int>(x.size() / static_cast<std::size_t>(inputs)) : 0; }
};

}  // namespace nn
