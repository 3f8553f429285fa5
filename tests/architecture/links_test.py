"""What the programs are linked with. OpenIMR is Apache-2.0: only openimr-extract, which is distributed under GPL-3, may load
poppler, and nothing loads an AGPL or EPL library. Looks at everything the loader would load, not only at what is named first."""

import os
import re
import subprocess
import unittest

import tree

GPL = re.compile(r"^lib(poppler|poppler-\w+|xapian|glpk|gsl|readline|mysqlclient|podofo_tools)\b")
AGPL_OR_EPL = re.compile(r"^lib(mupdf\w*|gs|jbig2dec_agpl|Clp|ClpSolver|Cbc|CbcSolver|CoinUtils|Osi\w*|Cgl)\b")
EXTRACTOR = "openimr-extract"
# The worker's own tests hold the same code; they are never distributed.
HOLD_THE_EXTRACTOR = {EXTRACTOR, "intake_worker_tests"}


def loaded_libraries(program):
    """File names of all libraries that the loader finds for the program, directly or through others."""
    listing = subprocess.run(["ldd", str(program)], check=True, capture_output=True, text=True).stdout
    names = set()
    for line in listing.splitlines():
        name = line.split()[0].rsplit("/", 1)[-1]
        if ".so" in name:
            names.add(name)
    return names


def programs():
    """Executables that the build left at its top: the programs and the tests of the rooms."""
    found = []
    for path in sorted(tree.BUILD.iterdir()):
        if path.is_file() and os.access(path, os.X_OK) and path.open("rb").read(4) == b"\x7fELF":
            found.append(path)
    return found


class Links(unittest.TestCase):
    def test_the_extractor_alone_loads_gpl_libraries(self):
        extractor = loaded_libraries(tree.BUILD / EXTRACTOR)
        self.assertTrue([name for name in extractor if name.startswith("libpoppler")],
                        f"found no poppler in {EXTRACTOR}, expected it there: does this test still see what is linked?")
        for program in programs():
            if program.name in HOLD_THE_EXTRACTOR:
                continue
            self.assertEqual([], sorted(name for name in loaded_libraries(program) if GPL.match(name)),
                             f"{program.name} loads a GPL library")

    def test_nothing_loads_agpl_or_epl_libraries(self):
        self.assertIn("openimr", [program.name for program in programs()])
        for program in programs():
            self.assertEqual([], sorted(name for name in loaded_libraries(program) if AGPL_OR_EPL.match(name)), program.name)

    def test_the_licence_texts_are_where_they_belong(self):
        def text(name):
            return (tree.ROOT / name).read_text(encoding="utf-8")
        self.assertIn("Apache License", text("LICENSE"))
        self.assertIn("GNU GENERAL PUBLIC LICENSE", text("src/intake/worker/COPYING"))
        self.assertIn("Version 3, 29 June 2007", text("src/intake/worker/COPYING"))
        self.assertIn("openimr-extract", text("NOTICE"))
        self.assertIn("GPL-3.0-or-later", text("NOTICE"))

    def test_names_are_told_apart(self):
        for name in ("libpoppler.so.126", "libpoppler-cpp.so.0", "libxapian.so.30", "libglpk.so.40"):
            self.assertTrue(GPL.match(name), name)
        for name in ("libmupdf.so.1", "libClp.so.1", "libCbc.so.3", "libOsiClp.so.1", "libCoinUtils.so.3", "libgs.so.10"):
            self.assertTrue(AGPL_OR_EPL.match(name), name)
        for name in ("libgssapi_krb5.so.2", "libpopt.so.0", "libglib-2.0.so.0", "libclang.so"):
            self.assertFalse(GPL.match(name) or AGPL_OR_EPL.match(name), name)


if __name__ == "__main__":
    unittest.main()
