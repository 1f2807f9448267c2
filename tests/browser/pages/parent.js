// Collects what the frame says and calls it as a stranger's page would.
const heard = [];
const answers = new Map();

addEventListener("message", ({ data }) => {
  heard.push(data);
  if (data?.id !== undefined) answers.get(data.id)?.(data);
});

function call(name, ...args) {
  const id = answers.size + 1;
  document.getElementById("frame").contentWindow.postMessage({ downhill: 1, call: name, args, id }, "*");
  return new Promise((resolve) => answers.set(id, resolve));
}

const say = (message) => document.getElementById("frame").contentWindow.postMessage(message, "*");
