/* cmocka, with what it wants before it, and the words of base/. */
#pragma once

#include <setjmp.h>

#include "base/base.h"

#include <cmocka.h>
