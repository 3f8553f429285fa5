// A Result that nobody looks at: an error would be lost in silence.
// expect: ignoring returned value|ignoring return value
#include "base/result.h"

openimr::Result<int> half(int number);

void act() {
#ifdef LAWFUL
  if (!half(4)) return;
#else
  half(4);
#endif
}
