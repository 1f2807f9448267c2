#pragma once
/// What a network gets of a point: chosen functions of its coordinates, and one that the learner types.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/expression.hpp"
#include "engine/preprocess.hpp"

namespace nn {

struct PlaygroundSetup;

struct PlaygroundFeature {
    std::string_view key, label;
    bool PlaygroundSetup::*on;
    bool is_planar;  ///< needs a second coordinate
    bool is_joint;   ///< needs both
    float (*of)(float x, float y);
};
extern const std::span<const PlaygroundFeature> playground_features;

/// Why a text is no feature of x and y, or nothing; nothing typed is no feature.
std::string check_feature(std::string_view text);

/// From points to a network's inputs. Of data with one or two columns the chosen features, of others the columns as they
/// are. Standardized on what it was fitted to.
class PlaygroundInputs {
  public:
    /// Where no feature is on, the first column is taken. column_names: one for each column, or none.
    PlaygroundInputs(const PlaygroundSetup& setup, std::span<const float> raw, int columns, std::span<const std::string> column_names = {});

    int columns() const { return columns_; }  ///< numbers of a raw point
    int count() const { return static_cast<int>(names_.size()); }
    const std::vector<std::string>& names() const { return names_; }
    /// Keys of the features in the order of the inputs; `feature` for the typed one; empty where columns are taken.
    const std::vector<std::string>& keys() const { return keys_; }
    bool fell_back() const { return fell_back_; }
    /// Numbers of the fitted points that had no value (log of -1) and became 0.
    int undefined() const { return undefined_; }
    /// raw (n, columns()) to inputs (n, count()).
    std::vector<float> operator()(std::span<const float> raw) const;
    /// The same; does not allocate where `x` and `spare` have had as many before.
    void into(std::span<const float> raw, std::vector<float>& x, std::vector<float>& spare) const;

    /// Of two columns: each input is a function of one of them.
    bool is_separable() const;
    /// Of two columns and separable: is it of the second?
    bool is_of_second(int input) const { return chosen_[static_cast<std::size_t>(input)]->is_planar; }

  private:
    void plain(std::span<const float> raw, std::vector<float>& x, int* undefined) const;

    int columns_;
    std::vector<std::string> names_, keys_;
    std::vector<const PlaygroundFeature*> chosen_;
    bool typed_ = false, fell_back_ = false;
    Expr expression_;
    int undefined_ = 0;
    std::vector<Preprocessor> scaler_;  ///< one or none
};

}  // namespace nn
