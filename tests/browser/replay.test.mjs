// A link replays the same run, bit for bit, in the browser and in Node.
import assert from "node:assert/strict";
import loadLessons from "../../build/web/tests/lessons.mjs";
import { desktop, test } from "./harness.mjs";

const links = [
  ["valley", 300],
  ["valley?surface=quadratic&kappa=100&theta=0&start-x=-10&start-y=1&racers=sgd:lr=0.01,momentum:lr=0.01:momentum=0.9,adam:lr=0.1", 700],
  ["valley?theta=45&start-x=-7.778175&start-y=-6.363961&racers=adadelta,rmsprop:centered=true,nadam,radam,rprop,lion,lbfgs,adamax", 500],
  ["valley?surface=ackley&noise=0.5&seed=7&schedule=cosine:t-max=200", 400],
  ["valley?surface=typed&f=x^2+10*y^2+sin(3*x)*exp(-y^2)", 200],
  ["descent", 40],
  ["init?width=32", 60],
  ["init?depth=4&width=20&activation=gelu&init=orthogonal&init-c=lsuv&bias=0.2&optimizer=adam:lr=0.01&data=spirals&seed=5", 90],
  ["playground", 120],
  ["playground?data=moons&layers=dense:units=6:activation=gelu:dropout=0.2:norm=batch&edits=20:lr=0.003,40:optimizer=adam:lr=0.01,60:w3=0.5", 90],
  ["descent?curve=many-wells&surface=rastrigin&lr=0.003", 100],
];

test("the same link has the same trace hash in Node and in the browser, twice", async (visit) => {
  const lessons = await loadLessons();
  const hashInNode = (link, step) => lessons.ccall("trace_hash_of", "string", ["string", "number"], [link, step]);
  const page = await visit.open("", desktop);
  for (const [link, step] of links) {
    const inBrowser = () =>
      page.evaluate(
        ([one, to]) => {
          const { rejected } = downhill.open(one);
          downhill.reset();
          downhill.step(to);
          return { rejected, ...downhill.status() };
        },
        [link, step],
      );
    const status = await inBrowser();
    assert.deepEqual(status.rejected, [], link);
    assert.equal(status.step, step, link);
    assert.equal(status.hash, hashInNode(link, step), link);
    assert.equal((await inBrowser()).hash, status.hash, link);
    assert.notEqual(hashInNode(link, step), hashInNode(link, step - 1), link);
  }
});
