/**
 * Which demos of a page run. Each needs a WebGL context, and a browser takes the oldest one away once there are too many,
 * from eight on phones: so four have a seat, and a fifth gets that of the one which was out of sight for longest.
 */
export const seats = 4;

const seated = new Set(); // the longest out of sight first

/**
 * @param demo {inSight, park(): it ends with leaveSeat}
 * @param asked somebody needs it now, even if that takes the seat of one in sight
 * @returns {Promise<boolean>} whether it has a seat
 */
export async function takeSeat(demo, asked) {
  while (!seated.has(demo) && seated.size >= seats) {
    const leaving = [...seated].find((one) => !one.inSight) ?? (asked && [...seated][0]);
    if (!leaving) return false;
    await leaving.park(); // several may wait for the same one: the first gets its seat, the others look again
  }
  seated.add(demo);
  return true;
}

export const leaveSeat = (demo) => seated.delete(demo);

/** It is or was looked at until now. */
export function seen(demo) {
  if (seated.delete(demo)) seated.add(demo);
}
