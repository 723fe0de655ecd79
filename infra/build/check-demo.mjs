// What a headless demo must show, whatever the machine's speed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { detect, embed, overhead } = report.edgeMsPerFrame;
assert.equal(report.wrongSubject, 0, 'an alert named another subject than its picture shows');
assert.ok(report.subjectsAlerted.length >= 2, `only ${report.subjectsAlerted} were alerted`);
assert.ok(report.confirmed >= 1, 'no alert was confirmed');
assert.ok(report.drills >= 1, 'no drill was decided');
assert.ok(report.cameraStops >= 1, 'matching was never stopped');
assert.ok(!report.paths.dispute || report.casesClosed >= 1, 'a dispute led to no case');
assert.ok(report.discarded >= 1, 'no track was discarded');
assert.equal(report.bytesOfNonMatchesOnDisk, 0, 'faces that matched nobody were found on disk');
assert.equal(report.auditVerified, true, 'the audit chain does not hold');
assert.ok(overhead <= 0.2 * (detect + embed), `overhead ${overhead} ms is over a fifth of inference ${detect + embed} ms`);
