#!/usr/bin/env bash
# The mutation check: tells two lies in a copy of the tree, and counts the tests that notice. Each lie must fail at least
# three. It takes some minutes and is no part of the checks: run it after a change to how calls are read.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/tickmark/target}"
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
status=0

# lie NAME FILE OLD NEW: replaces a text that must be there, runs the tests, and puts the file back.
lie() {
    local name=$1 file=$2 old=$3 new=$4 failed
    rm -rf "$copy/tree" && mkdir "$copy/tree" && git archive HEAD | tar -x -C "$copy/tree"
    OLD=$old NEW=$new python3 - "$copy/tree/$file" <<'PY'
import os, sys
path = sys.argv[1]
text = open(path).read()
assert text.count(os.environ["OLD"]) == 1, f"{path}: the text to replace is not there once"
open(path, "w").write(text.replace(os.environ["OLD"], os.environ["NEW"]))
PY
    failed=$(cd "$copy/tree" && cargo test --locked --no-fail-fast --lib --test aws --test properties 2>&1 |
        tee "$copy/log" | grep -E '^test .* FAILED$' || true)
    if ! grep -q '^running' "$copy/log"; then
        tail -n 30 "$copy/log" >&2
        exit 1
    fi
    echo "== $name: $(grep -c . <<<"$failed" || true) tests fail"
    echo "$failed"
    [ "$(grep -c . <<<"$failed" || true)" -ge 3 ] || status=1
}

lie "a refusal reads as absent" src/provider/aws/refusal.rs \
    'if code.is_some_and(|code| op.none.contains(&code)) {' \
    'if code.is_some() {'
lie "a failed listing reads as empty" src/provider/aws/pages.rs \
    'Self { state: if pages > 0 { State::Partial } else { State::Refused }, gaps }' \
    '{ let _ = (pages, gaps); Self::complete() }'
exit "$status"
