#!/usr/bin/env node
// In a file of its own, so that npm can link the command before anything is built.
import "../dist/main.js";
