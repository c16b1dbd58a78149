#!/usr/bin/env bash
# Runs the scan that the inputs ask for, and tells the steps that follow what came of it. It ends with 0 whenever the scan
# told how it ended: the action's last step ends with that.
set -euo pipefail

fail() {
    printf 'tickmark action: %s\n' "$1" >&2
    exit 2
}

args=(scan)

one() {
    if [ -n "$2" ]; then args+=("$1=$2"); fi
}

# A value a line.
many() {
    local line
    while IFS=$' \t\r' read -r line || [ -n "$line" ]; do
        if [ -n "$line" ]; then args+=("${1:+$1=}$line"); fi
    done <<< "$2"
}

is_on() {
    case $2 in
        true) return 0 ;;
        false | '') return 1 ;;
        *) fail "$1 is to be true or false" ;;
    esac
}

command -v jq > /dev/null || fail "jq is needed, to count what was found"
output=${INPUT_OUTPUT:-tickmark-report}
[[ $output != *[[:cntrl:]]* ]] || fail "output is to be one line"
mkdir -p -- "$output"
folder=$(cd -- "$output" && pwd)

many --region "${INPUT_REGION:-}"
one --role-arn "${INPUT_ROLE_ARN:-}"
one --external-id "${INPUT_EXTERNAL_ID:-}"
many --criterion "${INPUT_CRITERION:-}"
many --category "${INPUT_CATEGORY:-}"
many --service "${INPUT_SERVICE:-}"
many --control "${INPUT_CONTROL:-}"
one --controls "${INPUT_CONTROLS:-}"
one --acceptances "${INPUT_ACCEPTANCES:-}"
one --documents "${INPUT_DOCUMENTS:-}"
one --fail-on "${INPUT_FAIL_ON:-}"
many --fail-on-criterion "${INPUT_FAIL_ON_CRITERION:-}"
one --min-coverage "${INPUT_MIN_COVERAGE:-}"
one --baseline "${INPUT_BASELINE:-}"
if is_on new-only "${INPUT_NEW_ONLY:-}"; then args+=(--new-only); fi
many --terraform-state "${INPUT_TERRAFORM_STATE:-}"
many '' "${INPUT_ARGS:-}"
snapshot=
if is_on demo "${INPUT_DEMO:-}"; then
    args+=(--demo)
else
    snapshot="$folder/tickmark.snapshot.zst"
    args+=(--save "$snapshot")
fi

formats=${INPUT_FORMATS:-}
formats=" ${formats//[$'\n\t\r']/ } "
if is_on upload-sarif "${INPUT_UPLOAD_SARIF:-}"; then formats="$formats sarif "; fi
written=" "
for extension in json $formats; do
    [[ $extension =~ ^[a-z.]+$ ]] || fail "formats are extensions, such as sarif or ocsf.json"
    if [[ $written != *" $extension "* ]]; then
        written="$written$extension "
        args+=(--output "$folder/tickmark.$extension")
        rm -f -- "$folder/tickmark.$extension"
    fi
done
# Beside several files standard output has the annotations; beside one, `--format` would be that file's.
if [ "$written" = " json " ]; then args+=(--output "$folder/tickmark.md"); fi

# What is said on the way may hold names from the cloud: until the annotations no line of it is a command.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
status=0
echo "::stop-commands::$token"
"$BINARY" "${args[@]}" --format github > "$folder/annotations.txt" || status=$?
echo "::$token::"
cat -- "$folder/annotations.txt"
rm -f -- "$folder/annotations.txt"

emit() {
    printf '%s=%s\n' "$1" "$2" >> "$GITHUB_OUTPUT"
}

emit status "$status"
emit folder "$folder"
if [ -f "$snapshot" ]; then emit snapshot "$snapshot"; fi
json="$folder/tickmark.json"
if [ -f "$json" ]; then
    emit json "$json"
    jq -r '.summary | .counts.controls as $controls
        | "fail=\($controls.fail)", "not-evaluated=\($controls.not_evaluated)",
          "risk-accepted=\($controls.risk_accepted)", "pass=\($controls.pass)",
          "coverage=\(.coverage.percent // "")"' "$json" >> "$GITHUB_OUTPUT"
fi
sarif="$folder/tickmark.sarif"
if [ -f "$sarif" ]; then
    emit sarif "$sarif"
    # Code scanning makes an alert of every result, of a pass too.
    alerts="$folder/code-scanning.sarif"
    jq '.runs[].results |= map(select(.kind == "fail" and (has("suppressions") | not)))' "$sarif" > "$alerts"
    emit code-scanning "$alerts"
fi
