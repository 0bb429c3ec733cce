/* What every fuzz target is, and asks. */
#pragma once

#include <assert.h>

#include "base/base.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
