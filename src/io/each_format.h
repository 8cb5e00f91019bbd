// each_format.h: the functions behind the rows of formats.cpp. One .cpp a format.
#pragma once

#include "io/formats.h"

namespace endrange {

Result<TrainingImport> read_training_csv(std::string_view text, const ReadOptions& options);
Result<std::string> training_csv(const TrainingHistory& history);
bool is_training_csv(std::string_view text);

Result<TrainingImport> read_training_json(std::string_view text, const ReadOptions& options);
Result<std::string> training_json(const TrainingHistory& history);
bool is_training_json(std::string_view text);

Result<TrainingImport> read_strong(std::string_view text, const ReadOptions& options);
bool is_strong(std::string_view text);

Result<TrainingImport> read_hevy(std::string_view text, const ReadOptions& options);
bool is_hevy(std::string_view text);

Result<std::string> training_xlsx(const TrainingHistory& history);
Result<std::string> training_fhir(const TrainingHistory& history);

}  // namespace endrange
