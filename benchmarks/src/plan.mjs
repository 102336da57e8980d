// How few documents play a concurrent trace: the plan of the Java class CausalPlan, for the peers whose
// documents can change their author.
export function plan({ txns }) {
  const branches = [];
  return txns.map(({ parents }, index) => {
    let chosen = parents.length === 1 ? branches.findIndex((branch) => branch.last === parents[0]) : -1;
    let missing = [];
    if (chosen < 0) {
      const ancestors = ancestorsOf(txns, parents);
      branches.forEach((branch, i) => {
        if (ancestors.has(branch.last) && (chosen < 0 || branch.has.size > branches[chosen].has.size)) chosen = i;
      });
      if (chosen < 0) chosen = branches.push({ last: -1, has: new Set() }) - 1;
      const { has } = branches[chosen];
      missing = [...ancestors].filter((ancestor) => !has.has(ancestor)).sort((a, b) => a - b);
      missing.forEach((ancestor) => has.add(ancestor));
    }
    branches[chosen].last = index;
    branches[chosen].has.add(index);
    return { document: chosen, missing };
  });
}

function ancestorsOf(txns, parents) {
  const found = new Set();
  const open = [...parents];
  while (open.length > 0) {
    const ancestor = open.pop();
    if (!found.has(ancestor)) {
      found.add(ancestor);
      open.push(...txns[ancestor].parents);
    }
  }
  return found;
}
