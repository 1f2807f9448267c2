/**
 * Which demos of a page run. Each needs a WebGL context, and a browser takes the oldest one away once there are too many,
 * from eight on phones: so four have a seat, and a fifth gets that of the one which was out of sight for longest.
 */
export const seats = 4;

const seated = new Set(); // the longest out of sight first
const refused = new Set(); // would run if there were a seat
let taking = 0; // how many wait for somebody's seat

/**
 * @param demo {inSight, park(): it ends with leaveSeat, load(): asks again, if there is a seat now}
 * @param asked somebody needs it now, even if that takes the seat of one in sight
 * @returns {Promise<boolean>} whether it has a seat
 */
export async function takeSeat(demo, asked) {
  while (!seated.has(demo) && seated.size >= seats) {
    const leaving = [...seated].find((one) => !one.inSight) ?? (asked && [...seated][0]);
    if (!leaving) {
      refused.add(demo);
      return false;
    }
    taking++;
    await leaving.park().finally(() => taking--); // several may wait for the same one: the first gets its seat, the others look again
    if (leaving.inSight) refused.add(leaving);
  }
  refused.delete(demo);
  seated.add(demo);
  return true;
}

export function leaveSeat(demo) {
  refused.delete(demo);
  if (seated.delete(demo)) offer();
}

/** It is or was looked at until now. */
export function seen(demo) {
  if (!seated.delete(demo)) return;
  seated.add(demo);
  if (!demo.inSight) offer();
}

/** There may be a seat for one who got none. */
function offer() {
  if (taking) return;
  const all = [...refused];
  refused.clear();
  for (const demo of all) if (demo.inSight) demo.load();
}
