#!/usr/bin/env node
// Prints the workflow commands that the own library of GitHub Actions prints for the same annotations.
// usage: annotations < LINES, each a JSON object with `level`, `message` and what the library takes
import { readFileSync } from "node:fs";
import * as core from "@actions/core";

for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    const { level, message, ...properties } = JSON.parse(line);
    core[level](message, properties);
}
