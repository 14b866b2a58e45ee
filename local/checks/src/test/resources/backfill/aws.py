"""Stands in for the AWS CLI: holds each call against botocore's model of the service, and prints what the CLI would.

Ends with 1 and one line if an argument is unknown, missing or has a wrong structure.
"""

import json
import os
import sys

import botocore.session
from botocore import xform_name
from botocore.validate import ParamValidator

REPORT = """\
"ovok-inbox","a.pdf","","succeeded","","200","7f0d1a52"
"ovok-inbox","M%C3%BCller%201.pdf","","failed","PermanentFailure","200","source-archived"
"ovok-inbox","b, c.pdf","","failed","PermanentFailure","200","source-archived"
"ovok-inbox",".DS_Store","","succeeded","","200","skipped"
"""
OUTPUTS = {
    "sts get-caller-identity": "123456789012",
    "s3control create-job": "00e123a4-c0d8-41f4-a0eb-b46f9ba5b07c",
    "s3api put-object": '"60e460c9d1046e73f7dde5043ac3ae85"',
    "s3api head-object": '"60e460c9d1046e73f7dde5043ac3ae85"',
}
GLOBAL = ("--query", "--output")


def fail(message):
    sys.exit(f"aws {' '.join(sys.argv[1:3])}: {message}")


def arguments(words):
    """Returns the options with their values; None for those without one."""
    found = {}
    words = list(words)
    while words:
        name = words.pop(0)
        if not name.startswith("--"):
            fail(f"not an option: {name}")
        found[name] = words.pop(0) if words and not words[0].startswith("--") else None
    return found


def parameters(operation, options):
    members = {"--" + xform_name(name, "-"): (name, shape) for name, shape in operation.input_shape.members.items()}
    values = {}
    for option, text in options.items():
        plain = option.replace("--no-", "--", 1) if text is None else option
        if plain not in members:
            fail(f"unknown option {option}")
        name, shape = members[plain]
        values[name] = value(shape, option, text)
    return values


def value(shape, option, text):
    if shape.type_name == "boolean":
        return not option.startswith("--no-")
    if shape.type_name in ("structure", "list", "map"):
        return json.loads(text)
    if shape.type_name in ("integer", "long"):
        return int(text)
    return text


def check_enums(shape, given):
    """The validator of botocore leaves these to the service."""
    if shape.type_name == "structure":
        for name, item in given.items():
            if name in shape.members:
                check_enums(shape.members[name], item)
            else:
                fail(f"unknown member {name}")
    elif shape.type_name == "list":
        for item in given:
            check_enums(shape.member, item)
    elif getattr(shape, "enum", None) and given not in shape.enum:
        fail(f"not one of {shape.enum}: {given}")


def validate(service, command, options):
    model = botocore.session.get_session().get_service_model("s3" if service == "s3api" else service)
    operations = {xform_name(name, "-"): name for name in model.operation_names}
    if command not in operations:
        fail("unknown command")
    operation = model.operation_model(operations[command])
    given = parameters(operation, options)
    check_enums(operation.input_shape, given)
    report = ParamValidator().validate(given, operation.input_shape)
    if report.has_errors():
        fail(report.generate_report())


def main():
    service, command, *words = sys.argv[1:]
    with open(os.environ["CALLS"], "a", encoding="utf-8") as calls:
        calls.write(json.dumps(sys.argv[1:]) + "\n")
    if (service, command) == ("s3", "cp"):
        os.makedirs("report/results", exist_ok=True)
        with open("report/results/1.csv", "w", encoding="utf-8") as file:
            file.write(REPORT)
        return
    options = arguments(words)
    query = options.get("--query") or ""
    validate(service, command, {name: text for name, text in options.items() if name not in GLOBAL})
    if command == "describe-stacks":
        print(query.split("'")[1])
    elif command == "list-objects-v2":
        key = "inventory/InboxBucket/backfill/2026-11-27T01-00Z/manifest.json"
        print(key if "manifest.json" in query else json.dumps(["2025/Müller 1.pdf", "2025/a+b, c.pdf"]))
    elif f"{service} {command}" in OUTPUTS:
        print(OUTPUTS[f"{service} {command}"])


main()
