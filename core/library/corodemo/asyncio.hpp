#pragma once

// asyncio for C++ programs, in the namespace corodemo::asyncio. docs/library.md has an
// introduction.

#include "core/asyncio/asyncio.hpp"
