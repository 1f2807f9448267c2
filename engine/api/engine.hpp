#pragma once
/// The engine for other people's pages, for workers and for Node: flat C functions, exported from engine.wasm and called
/// by engine.mjs, which is what people use (web/page/engine.md).
///
/// Every int function returns 0 where it failed, and engine_error() says why; else 1, or a handle where it makes an
/// object. Texts are UTF-8. Settings are texts as in links: `lr=0.1&schedule=cosine:t-max=200`, or for one row of a table
/// `adam:lr=0.1`; one that cannot be taken as it is fails the call.
///
/// Arrays go in through numbered slots: engine_input(slot, count) makes room for floats and returns where they go; the
/// next call takes them, and slots not filled are empty. Results are engine_floats(), engine_bytes() and engine_text()
/// (JSON), valid until the next call.
extern "C" {
float* engine_input(int slot, int count); ///< null: no memory
unsigned char* engine_input_bytes(int count); ///< the same for bytes; there is one such slot
const char* engine_error();
const float* engine_floats();
int engine_float_count();
const unsigned char* engine_bytes();
int engine_byte_count();
const char* engine_text();
int engine_free(int handle); ///< of any object
int engine_memory_used(); ///< bytes of what lives, of the memory that was taken

// tables and functions
int engine_describe(); ///< text: every table
int engine_activation(const char* activation); ///< z -> values, then slopes
int engine_softmax(int columns, int log); ///< z (rows, columns) -> the same shape
int engine_loss(const char* loss, int columns, int reduction); ///< prediction, target, weight, class weight -> gradient; text: value
int engine_initialize(const char* initializer, int fan_in, int fan_out, int seed); ///< -> (fan_out, fan_in)
int engine_schedule(const char* schedule, int steps); ///< metrics -> factors, then momenta or NaN
int engine_matmul(int m, int k, int n); ///< a (m, k), b (k, n) -> (m, n)

// surfaces and optimizers
int engine_surface(const char* setup); ///< handle
int engine_surface_value(int surface); ///< points (n, 2) -> n
int engine_surface_gradient(int surface); ///< points (n, 2) -> (n, 2)
int engine_optimizer(const char* optimizer, int size); ///< handle
int engine_optimizer_step(int optimizer, double lr_factor); ///< w, gradient -> w
int engine_optimizer_search(int optimizer, double lr_factor); ///< w -> w; asks JavaScript for loss and gradient
int engine_optimizer_reset(int optimizer);
int engine_descend(int surface, const char* optimizer, double x, double y, int steps); ///< -> path (steps + 1, 2)

// networks
int engine_network(const char* setup); ///< handle
int engine_network_layout(int network); ///< text
int engine_network_parameters(int network); ///< -> parameters, then state
int engine_network_set_parameters(int network); ///< parameters, state (empty: stays)
int engine_network_initialize(int network, int seed);
int engine_network_forward(int network, int train, int seed, int step); ///< x -> (rows, outputs)
int engine_network_units(int network); ///< x -> (units, rows)
int engine_network_class_weights(int network, const char* call); ///< y, weight, class weights -> weights
int engine_network_gradient(int network, int train, int seed, int step); ///< x, y, weight -> parameters', then inputs'; text: loss
int engine_network_losses(int network); ///< x, y, weight, parameter vectors -> a loss each
int engine_network_lsuv(int network, double tolerance, int tries); ///< x; text
int engine_network_statistics(int network, int bins, double range); ///< x, y, weight; text
int engine_network_check(int network); ///< x, y, weight; text
int engine_network_hessian_vector(int network); ///< x, y, weight, v -> H v
int engine_network_curvature(int network, int vectors, int iterations, double tolerance, int seed); ///< x, y, weight -> vectors; text

// trainers
int engine_trainer(int network, const char* setup); ///< x, y, weight, then of the validation data; handle
int engine_trainer_retune(int trainer, const char* setup);
int engine_trainer_steps(int trainer, int n); ///< -> n losses
int engine_trainer_step_on(int trainer); ///< row numbers -> loss
int engine_trainer_epochs(int trainer, int n); ///< -> (epochs, 5): number, loss, validation, metric, lr
int engine_trainer_history(int trainer); ///< the same for all epochs so far
int engine_trainer_status(int trainer); ///< text
int engine_trainer_take_best(int trainer); ///< text: true or false
int engine_trainer_averaged(int trainer); ///< handle of a new network at the averaged weights
int engine_trainer_save(int trainer); ///< -> bytes
int engine_trainer_restore(int trainer); ///< bytes
int engine_range_test(int network, const char* trainer, const char* setup); ///< x, y, weight -> (n, 3): lr, loss, smoothed; text

// data
int engine_dataset(const char* dataset); ///< handle
int engine_data_read(int data); ///< -> x, y, weight one after another; text: their shapes and names
int engine_data_split(int data, const char* setup); ///< text: three handles, 0 where a part is empty
int engine_csv(const char* options); ///< handle; options: lines of a key and a percent-encoded value, see data.cpp
int engine_csv_feed(int csv); ///< bytes
int engine_csv_finish(int csv); ///< text: columns
int engine_csv_samples(int csv, const char* choice); ///< -> bytes: rows of the table, as ints; text: what was dropped and filled; handle of data

// preprocessing
int engine_preprocess(const char* kind); ///< chosen columns, or none for all; bytes: doubles that were saved, or none; handle
int engine_preprocess_fit(int preprocessor, int columns); ///< x
int engine_preprocess_transform(int preprocessor); ///< x -> z
int engine_preprocess_inverse(int preprocessor); ///< z -> x
int engine_preprocess_about(int preprocessor); ///< -> bytes: what was fitted, as doubles; text: where each output comes from

// metrics: predictions, labels, weights
int engine_accuracy(); ///< text
int engine_confusion(int classes); ///< -> (actual, predicted)
int engine_classification(int classes); ///< -> precision, recall, f1, support; text: the rest
int engine_roc(); ///< -> rates of false and of true positives, thresholds; text: area
int engine_log_loss(int classes); ///< text
int engine_regression(); ///< text
int engine_ams(double signal, double background, double regularization); ///< text
int engine_best_ams(double regularization); ///< text

// jobs: their arrays in the slots
int engine_job(const char* key, const char* settings); ///< handle; text: size, channels and arithmetic of a pixel
int engine_job_begin(int job, int x0, int y0, int step, int columns, int rows); ///< a tile
int engine_job_advance(int job); ///< 1: there is more to do, 2: the tile is done
int engine_job_values(int job); ///< -> (channels, rows, columns)
int engine_job_gpu(int job); ///< -> the shader's data; text: kernel, constants, state, steps, functions, whyNot

// pictures, on this thread
int engine_response_grid(int network, double x0, double x1, double y0, double y1, int width, int height, int input_x, int input_y, int units); ///< rest -> values
int engine_loss_grid(int network, double span, int size, int seed); ///< x, y, weight, two directions or none -> (size, size)
}
