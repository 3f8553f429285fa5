// Which box of a question is marked, and whether a line is signed.
#pragma once

#include "intake/form_labels.h"
#include "intake/form_reading.h"

namespace openimr::intake {

/// The boxes behind the label at `at`, or on the two rows below it.
FieldReading read_choice(const FormPage& page, const LabelledPage& labels, const LabelAt& at);

/// value: "signed" or "unsigned"; a typed name is a doubt.
FieldReading read_signature(const FormPage& page, const LabelledPage& labels, const LabelAt& at);

} // namespace openimr::intake
