"""Expands template.yaml as CloudFormation does: SAM's translator first, then the conditions that the parameters decide.

Reads a list of {"parameters": {...}, "pseudo": {...}, "code": "s3://..."} and prints a list of expanded templates. With --lint it prints
what cfn-lint finds in each of them instead, with --rules what their parameters violate of the template's rules.
"""

import copy
import json
import logging
import os
import sys

os.environ["AWS_DEFAULT_REGION"] = "eu-central-1"
logging.disable(logging.WARNING)

from samtranslator.translator.transform import transform  # noqa: E402
from samtranslator.yaml_helper import yaml_parse  # noqa: E402

PSEUDO = {
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::Region": "eu-central-1",
    "AWS::StackName": "ovok-upload",
    "AWS::StackId": "arn:aws:cloudformation:eu-central-1:123456789012:stack/ovok-upload/1",
    "AWS::URLSuffix": "amazonaws.com",
}
NO_VALUE = object()


class Resolver:
    """Resolves what the parameters decide, and leaves references to resources as they are."""

    def __init__(self, values, conditions):
        self.values = values
        self.conditions = conditions

    def holds(self, name):
        return self.resolve(self.conditions[name])

    def resolve(self, node):
        if isinstance(node, list):
            return [item for item in map(self.resolve, node) if item is not NO_VALUE]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            (function, argument), = node.items()
            known = getattr(self, "fn_" + function.removeprefix("Fn::").lower(), None)
            if known and (function.startswith("Fn::") or function in ("Ref", "Condition")):
                return known(argument)
        resolved = {key: self.resolve(value) for key, value in node.items()}
        return {key: value for key, value in resolved.items() if value is not NO_VALUE}

    def fn_ref(self, name):
        if name == "AWS::NoValue":
            return NO_VALUE
        return self.values.get(name, {"Ref": name})

    def fn_condition(self, name):
        return self.holds(name)

    def fn_if(self, argument):
        return self.resolve(argument[1] if self.holds(argument[0]) else argument[2])

    def fn_equals(self, argument):
        return str(self.resolve(argument[0])) == str(self.resolve(argument[1]))

    def fn_not(self, argument):
        return not self.resolve(argument[0])

    def fn_and(self, argument):
        return all(map(self.resolve, argument))

    def fn_or(self, argument):
        return any(map(self.resolve, argument))

    def fn_split(self, argument):
        text = self.resolve(argument[1])
        return text.split(argument[0]) if isinstance(text, str) else {"Fn::Split": [argument[0], text]}

    def fn_join(self, argument):
        parts = self.resolve(argument[1])
        if all(not isinstance(part, dict) for part in parts):
            return argument[0].join(map(str, parts))
        return {"Fn::Join": [argument[0], parts]}

    def fn_sub(self, argument):
        text, own = argument if isinstance(argument, list) else (argument, {})
        for name, value in self.values.items():
            text = text.replace("${%s}" % name, str(value))
        return {"Fn::Sub": [text, self.resolve(own)] if own else text} if "${" in text else text


def expand(template, request):
    template = copy.deepcopy(template)
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if properties.get("CodeUri") == "function/target/function.zip":
            properties["CodeUri"] = request["code"]
    values = {name: p["Default"] for name, p in template["Parameters"].items() if "Default" in p}
    values.update(request["parameters"])
    translated = transform(template, dict(values), type("Policies", (), {"load": lambda self: {}})())
    values.update(PSEUDO)
    values.update(request["pseudo"])
    resolver = Resolver(values, translated["Conditions"])
    for section in ("Resources", "Outputs"):
        kept = {
            name: {key: value for key, value in item.items() if key != "Condition"}
            for name, item in translated[section].items()
            if "Condition" not in item or resolver.holds(item["Condition"])
        }
        translated[section] = resolver.resolve(kept)
    for section in ("Conditions", "Parameters", "Rules", "Mappings"):
        translated.pop(section, None)
    return translated


def violations(template, request):
    values = {name: p["Default"] for name, p in template["Parameters"].items() if "Default" in p}
    resolver = Resolver(values | request["parameters"], {})
    return [
        assertion["AssertDescription"]
        for rule in template["Rules"].values()
        if resolver.resolve(rule.get("RuleCondition", {"Fn::Equals": ["", ""]}))
        for assertion in rule["Assertions"]
        if not resolver.resolve(assertion["Assert"])
    ]


def lint(template):
    from cfnlint.api import lint as find

    return [str(finding) for finding in find(json.dumps(template), regions=[PSEUDO["AWS::Region"]])]


def main():
    with open("template.yaml", encoding="utf-8") as file:
        template = yaml_parse(file.read())
    requests = json.load(sys.stdin)
    if "--rules" in sys.argv:
        json.dump([violations(template, request) for request in requests], sys.stdout)
        return
    expanded = [expand(template, request) for request in requests]
    json.dump([lint(item) for item in expanded] if "--lint" in sys.argv else expanded, sys.stdout)


if __name__ == "__main__":
    main()
