#!/usr/bin/env bash
# Signs the example opinions again after make_examples.py or a change by hand. Needs ./run build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
program=${1:-build/release/openimr}
"$program" opinion sign examples/cases/ketamine-morphine-baclofen --key examples/keys/R01.pem
"$program" opinion sign examples/cases/ketamine-cream-continued --key examples/keys/R02.pem
