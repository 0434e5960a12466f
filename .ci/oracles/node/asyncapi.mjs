#!/usr/bin/env node
// Parses an AsyncAPI document and prints everything that the parser says about it; any of it is a failure.
// usage: asyncapi DOCUMENT
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("./node_modules/", import.meta.url));
const { Parser } = require("@asyncapi/parser");

const { document, diagnostics } = await new Parser().parse(readFileSync(process.argv[2], "utf8"));
// A hint that a newer minor version of the specification exists is no fault of a document.
const faults = diagnostics.filter(({ code }) => code !== "asyncapi-latest-version");
for (const { severity, code, message, path } of faults) {
    console.error(`${severity} ${code} ${path.join(".")}: ${message}`);
}
process.exitCode = document && faults.length === 0 ? 0 : 1;
