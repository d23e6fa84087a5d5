"""Prints what junitparser makes of a JUnit report, as JSON."""

import json
import sys

from junitparser import JUnitXml

report = JUnitXml.fromfile(sys.argv[1])
cases = [
    {
        "suite": suite.name,
        "class": case.classname,
        "name": case.name,
        "results": [
            {"kind": type(result).__name__, "type": result.type, "message": result.message, "text": result.text}
            for result in case.result
        ],
    }
    for suite in report
    for case in suite
]
stated = {"tests": report.tests, "failures": report.failures, "errors": report.errors}
# Counts them anew.
report.update_statistics()
counted = {"tests": report.tests, "failures": report.failures, "errors": report.errors}
print(json.dumps({"stated": stated, "counted": counted, "cases": cases}))
