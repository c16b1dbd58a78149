#!/usr/bin/env bash
# Puts a tickmark into place for the steps that follow: the one that is given, or a release whose checksum fits.
set -euo pipefail

fail() {
    printf 'tickmark action: %s\n' "$1" >&2
    exit 2
}

# Only these members of a name or number reach a URL or a file name.
[[ ${INPUT_VERSION:-} =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || fail "version is to be like 1.2.3"
folder="$RUNNER_TEMP/tickmark-$INPUT_VERSION"
mkdir -p "$folder"

target() {
    case "$(uname -s)/$(uname -m)" in
        Linux/x86_64) echo x86_64-unknown-linux-musl ;;
        Linux/aarch64 | Linux/arm64) echo aarch64-unknown-linux-musl ;;
        Darwin/x86_64) echo x86_64-apple-darwin ;;
        Darwin/arm64) echo aarch64-apple-darwin ;;
        *) fail "no release is built for $(uname -s) on $(uname -m); give the path of a tickmark of your own" ;;
    esac
}

sums() {
    if command -v sha256sum > /dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

fetch() {
    curl --fail --silent --show-error --location --retry 3 --proto '=https,file' --proto-redir '=https' --tlsv1.2 \
        --output "$folder/$1" -- "$base/v$INPUT_VERSION/$1" || fail "cannot download $1 of version $INPUT_VERSION"
}

download() {
    if [ -n "${INPUT_MIRROR:-}" ]; then
        base=${INPUT_MIRROR%/}
    else
        [[ ${INPUT_REPOSITORY:-} =~ ^[0-9A-Za-z_.-]+/[0-9A-Za-z_.-]+$ ]] \
            || fail "nobody knows whose releases to take: give a repository (OWNER/NAME), a mirror, or a path"
        base="$SERVER_URL/$INPUT_REPOSITORY/releases/download"
    fi
    local name
    name="tickmark-$INPUT_VERSION-$(target).tar.gz"
    fetch SHA256SUMS
    fetch "$name"
    awk -v name="$name" '$2 == name || $2 == "*" name' "$folder/SHA256SUMS" > "$folder/sum"
    [ "$(wc -l < "$folder/sum")" -eq 1 ] || fail "SHA256SUMS has not one line for $name"
    (cd "$folder" && sums --check sum > /dev/null) || fail "the checksum of $name is not that of SHA256SUMS"
    tar -xzf "$folder/$name" -C "$folder" tickmark
    binary="$folder/tickmark"
    [ "$("$binary" --version)" = "tickmark $INPUT_VERSION" ] || fail "the release is not what it calls itself"
}

if [ -z "${INPUT_PATH:-}" ]; then
    download
elif [ -d "$INPUT_PATH" ]; then
    cargo install --locked --quiet --root "$folder" --path "$INPUT_PATH"
    binary="$folder/bin/tickmark"
elif [ -x "$INPUT_PATH" ]; then
    binary="$(cd "$(dirname "$INPUT_PATH")" && pwd)/$(basename "$INPUT_PATH")"
else
    fail "path is to be an executable, or a folder of tickmark's source"
fi
printf 'binary=%s\n' "$binary" >> "$GITHUB_OUTPUT"
dirname "$binary" >> "$GITHUB_PATH"
"$binary" --version
