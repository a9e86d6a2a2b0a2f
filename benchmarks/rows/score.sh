#!/usr/bin/env bash
# Prints the row yield of this build on the row gold.
#   score.sh SHARED [eval_rows.py options]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
shared=${1:?the shared data folder}
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=${PYTHON:-python3}
"$python" "$here/select.py" "$shared" > "$work/articles.jsonl"
(cd "$root" && go run ./cmd/detente run "$work/articles.jsonl" -o "$work/out" --progress none > "$work/summary.txt")
"$python" "$shared/eval/eval_rows.py" from-arrow "$work/out" > "$work/rows.jsonl"
"$python" "$shared/eval/eval_rows.py" score "$here/gold.jsonl" "$work/rows.jsonl" --texts "$work/articles.jsonl" "$@"
