"""Reads a report as tools do that tickmark's authors did not write, and prints what they make of it as JSON."""

import csv
import json
import pathlib
import re
import sys
from collections import Counter


def sarif(path):
    """By the official schema; the rest is what the standard says in prose."""
    from jsonschema import Draft7Validator

    schema = json.loads(pathlib.Path(__file__).with_name("sarif-2.1.0.schema.json").read_text())
    log = json.loads(path.read_text())
    checker = Draft7Validator.FORMAT_CHECKER
    problems = [f"{error.json_path}: {error.message}" for error in Draft7Validator(schema, format_checker=checker).iter_errors(log)]
    assert not problems, problems[:5]
    (run,) = log["runs"]
    rules, results = run["tool"]["driver"]["rules"], run["results"]
    for result in results:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert (result["kind"] == "fail") == (result["level"] != "none"), result
    fingerprints = [result["partialFingerprints"]["tickmarkFinding/v1"] for result in results]
    assert len(set(fingerprints)) == len(fingerprints)
    suppressed = sum("suppressions" in result for result in results)
    return {**Counter(result["kind"] for result in results), "suppressed": suppressed, "rules": len(rules)}


def junit(path):
    from junitparser import Error, Failure, JUnitXml, Skipped

    counts, report = Counter(), JUnitXml.fromfile(str(path))
    for suite in report:
        own = Counter()
        for case in suite:
            (verdict,) = [type(result) for result in case.result] or [None]
            own[verdict] += 1
        told = (suite.tests, suite.failures, suite.errors, suite.skipped)
        assert told == (sum(own.values()), own[Failure], own[Error], own[Skipped]), (suite.name, told, own)
        counts += own
    told = (report.tests, report.failures, report.errors, report.skipped)
    assert told == (sum(counts.values()), counts[Failure], counts[Error], counts[Skipped]), (told, counts)
    return {"passed": counts[None], "failed": counts[Failure], "error": counts[Error], "skipped": counts[Skipped]}


def ocsf(path):
    from py_ocsf_models.events.findings.compliance_finding import ComplianceFinding

    counts = Counter()
    for event in json.loads(path.read_text()):
        finding = ComplianceFinding.model_validate(event)
        assert (finding.class_uid, finding.type_uid.value) == (2003, 200301)
        assert finding.resources and finding.compliance.requirements
        counts[finding.compliance.status_id.name] += 1
    return counts


def asff(path):
    """By the shape of the call that takes it, and by the lengths that its documentation names."""
    import botocore.session
    from botocore.validate import ParamValidator

    findings = json.loads(path.read_text())
    model = botocore.session.get_session().get_service_model("securityhub")
    shape = model.operation_model("BatchImportFindings").input_shape
    report = ParamValidator().validate({"Findings": findings}, shape)
    assert not report.has_errors(), report.generate_report()
    statuses = {"PASSED", "WARNING", "FAILED", "NOT_AVAILABLE"}
    for finding in findings:
        assert finding["Compliance"]["Status"] in statuses and finding["Workflow"]["Status"] in {"NEW", "RESOLVED", "SUPPRESSED"}
        assert 0 < len(finding["Title"]) <= 256 and 0 < len(finding["Description"]) <= 1024
        assert len(finding["Id"]) <= 512 and all(0 < len(one["Id"]) <= 512 for one in finding["Resources"])
        assert all(len(value) <= 2048 for value in finding["ProductFields"].values())
        assert re.fullmatch(r"[0-9]{12}", finding["AwsAccountId"]) and "global" not in finding["ProductArn"]
    return Counter(finding["Compliance"]["Status"] for finding in findings)


def table(path):
    data = path.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n"), "a line that does not end as RFC 4180 says"
    rows = list(csv.reader(data.decode().splitlines(), strict=True))
    width = len(rows[0])
    assert all(len(row) == width for row in rows)
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(tuple("=+-@|%\t\r"))]
    status = rows[0].index("status")
    return Counter(row[status] for row in rows[1:])


def lines(path):
    header, *findings = [json.loads(line) for line in path.read_text().splitlines()]
    assert header["schema"] == "tickmark.findings/1"
    return Counter(finding["status"] for finding in findings)


def markdown(path):
    """What is left of it when code is taken away: there a site makes links, pictures and mentions."""
    from markdown_it import MarkdownIt

    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(path.read_text())
    code = re.compile(r"<pre><code.*?</code></pre>|<code>.*?</code>", re.DOTALL)
    return {"bytes": path.stat().st_size, "prose": code.sub("", page), "tables": page.count("<table>")}


READERS = {
    "sarif": sarif,
    "junit": junit,
    "ocsf": ocsf,
    "asff": asff,
    "csv": table,
    "jsonl": lines,
    "markdown": markdown,
}

if __name__ == "__main__":
    print(json.dumps(READERS[sys.argv[1]](pathlib.Path(sys.argv[2]))))
