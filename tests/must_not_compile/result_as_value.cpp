// A Result used as if it were its value: whoever wants the value must say so, after asking whether it is there.
// expect: cannot convert|no viable conversion
#include "base/result.h"

openimr::Result<int> half(int number);

int act() {
#ifdef LAWFUL
  const auto result = half(4);
  return result ? *result : 0;
#else
  return half(4);
#endif
}
