"""Holds files to the official OSCAL schema, and loads them with compliance-trestle: check.py SCHEMA FILE..."""

import json
import pathlib
import sys

import jsonschema_rs
from trestle.oscal.assessment_results import AssessmentResults

schema, *files = map(pathlib.Path, sys.argv[1:])
# The formats are part of what NIST publishes, beside patterns that say less.
validator = jsonschema_rs.validator_for(json.loads(schema.read_text("utf-8")), validate_formats=True)
for file in files:
    document = json.loads(file.read_text("utf-8"))
    wrong = [f"{file.name}: {'/'.join(map(str, e.instance_path))}: {e.message[:300]}" for e in validator.iter_errors(document)]
    if wrong:
        sys.exit("\n".join(wrong[:20]))
    results = AssessmentResults.oscal_read(file).results
    print(json.dumps({
        "file": file.name,
        "observations": sum(len(one.observations or []) for one in results),
        "risks": sum(len(one.risks or []) for one in results),
        "findings": sum(len(one.findings or []) for one in results),
    }))
