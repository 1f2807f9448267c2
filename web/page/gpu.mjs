/**
 * Runs the shaders of jobs on WebGPU. A shader is job.wgsl, which declares what every kernel reads and writes, the parts that
 * the kernel asks for in a line `// parts: math mlp`, and the kernel itself; see kernels.mjs.
 *
 * Nothing here waits on the main thread: results come by mapAsync, and long work is cut into dispatches of some 40 ms, so that
 * no driver's watchdog stops it and the page's own pictures get their turn.
 */
import { sourceOf } from "./jobs/kernels.mjs";

const groupSize = 64;
const shortEnough = 40; // ms for a dispatch: a driver gives up after seconds, a page stutters after 100 ms

/** What went wrong on the card; the job can be done elsewhere. */
export class GpuError extends Error {}

/**
 * @returns {Promise<Gpu>} a device of the best adapter
 * @throws {GpuError} in words, where there is none
 */
export async function openGpu(gpu = navigator.gpu) {
  if (!gpu) throw new GpuError("this browser has no WebGPU here");
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" }).catch((error) => {
    throw new GpuError(`no graphics card was given: ${error.message}`);
  });
  if (!adapter) throw new GpuError("no graphics card was given");
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const timed = adapter.features.has("timestamp-query");
  const device = await adapter
    .requestDevice({ requiredFeatures: timed ? ["timestamp-query"] : [], requiredLimits: { maxStorageBufferBindingSize, maxBufferSize } })
    .catch((error) => {
      throw new GpuError(`the graphics card could not be opened: ${error.message}`);
    });
  return new Gpu(adapter, device, timed);
}

export class Gpu {
  #device;
  #pipelines = new Map();
  #timed;

  constructor(adapter, device, timed) {
    const { vendor, architecture, device: model, description } = adapter.info ?? {};
    /** Of the adapter, as far as the browser tells. */
    this.name = description || [vendor, architecture, model].filter(Boolean).join(" ") || "unnamed adapter";
    this.#device = device;
    this.#timed = timed;
    this.lost = null;
    /** Settles once the device is lost, with the reason in words. */
    this.whenLost = device.lost.then(({ message, reason }) => (this.lost = message || reason || "the device was lost"));
  }

  get limits() {
    return this.#device.limits;
  }

  /** Loses the device, as a driver's reset would. */
  close() {
    this.#device.destroy();
  }

  /**
   * Makes ready for a job's tiles.
   * @param {{channels: number}} about
   * @param {{kernel, constants, data, state, steps, functions}} work as job.gpu() of engine.mjs gives it
   */
  async prepare(about, work) {
    const made = new GpuJob(this, this.#device, about, work, this.#timed);
    try {
      await made.open(() => this.#pipeline(work));
      return made;
    } catch (error) {
      made.free();
      throw error;
    }
  }

  /** Cached by all that it is made of. */
  #pipeline({ kernel, constants, functions = "" }) {
    const key = JSON.stringify([kernel, constants, functions]);
    if (!this.#pipelines.has(key)) {
      const building = this.#build(kernel, constants, functions);
      building.catch(() => this.#pipelines.delete(key));
      this.#pipelines.set(key, building);
      if (this.#pipelines.size > 64) this.#pipelines.delete(this.#pipelines.keys().next().value); // a formula typed letter by letter
    }
    return this.#pipelines.get(key);
  }

  async #build(kernel, constants, functions) {
    return this.guarded(`shader ${kernel}`, async () => {
      const module = this.#device.createShaderModule({ label: kernel, code: sourceOf(kernel, functions) });
      const { messages } = await module.getCompilationInfo();
      const wrong = messages.find(({ type }) => type === "error");
      if (wrong) throw new GpuError(`shader ${kernel}, line ${wrong.lineNum}: ${wrong.message}`);
      return this.#device.createComputePipelineAsync({ label: kernel, layout: this.#layout(), compute: { module, entryPoint: "main", constants } });
    });
  }

  #groupLayout;
  #layout() {
    return this.#device.createPipelineLayout({ bindGroupLayouts: [this.groupLayout] });
  }
  get groupLayout() {
    const types = ["uniform", "read-only-storage", "storage", "storage"];
    return (this.#groupLayout ??= this.#device.createBindGroupLayout({
      entries: types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } })),
    }));
  }

  /**
   * Runs what uses the device. @throws {GpuError} that names `what`: a loss, a refusal by the validation, or no memory
   */
  async guarded(what, work) {
    const device = this.#device;
    if (this.lost) throw new GpuError(`${what}: ${this.lost}`);
    device.pushErrorScope("validation");
    device.pushErrorScope("out-of-memory");
    let failure = null;
    let result;
    const pops = () => [device.popErrorScope(), device.popErrorScope()];
    try {
      const promise = work(); // what is encoded, is encoded before the first await, while the scopes are open
      const scopes = pops();
      const settled = await Promise.allSettled([promise, ...scopes]);
      const [done, memory, validation] = settled;
      if (done.reason instanceof GpuError) failure = done.reason;
      else if (memory.value) failure = new GpuError(`${what}: the graphics card has not enough memory (${memory.value.message})`);
      else if (validation.value) failure = new GpuError(`${what}: ${validation.value.message}`);
      else if (done.status === "rejected") failure = new GpuError(`${what}: ${done.reason?.message ?? done.reason}`);
      result = done.value;
    } catch (error) {
      failure = new GpuError(`${what}: ${error.message}`);
    }
    if (this.lost) throw new GpuError(`${what}: ${this.lost}`);
    if (failure) throw failure;
    return result;
  }
}

/** A job's arrays on the card. One tile at a time. */
class GpuJob {
  #gpu;
  #device;
  #about;
  #work;
  #timed;
  #pipeline;
  #buffers = {};
  #room = 0; // pixels that the buffers hold
  #group = null;
  #stepsAtOnce;
  #freed = false;

  constructor(gpu, device, about, work, timed) {
    Object.assign(this, { kernel: work.kernel });
    this.#gpu = gpu;
    this.#device = device;
    this.#about = about;
    this.#work = work;
    this.#timed = timed;
    this.#stepsAtOnce = 1;
    /** Milliseconds on the card of the last tile, where it has a clock; else null. */
    this.cardTime = null;
  }

  /** The most pixels a tile may have, by the card's limits. */
  get most() {
    const { maxStorageBufferBindingSize, maxBufferSize, maxComputeWorkgroupsPerDimension: groups } = this.#device.limits;
    const bytes = 4 * Math.max(this.#about.channels, this.#work.state, 1);
    return Math.min(Math.floor(Math.min(maxStorageBufferBindingSize, maxBufferSize, 1 << 28) / bytes), groups * groupSize * 16);
  }

  async open(pipeline) {
    this.#pipeline = await pipeline();
    const { data } = this.#work;
    await this.#gpu.guarded(`job ${this.kernel}`, async () => {
      this.#buffers.tile = this.#buffer("tile", 32, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
      this.#buffers.data = this.#buffer("data", Math.max(4, data.byteLength), GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST);
      this.#device.queue.writeBuffer(this.#buffers.data, 0, data);
      if (this.#timed) {
        this.#buffers.times = this.#device.createQuerySet({ type: "timestamp", count: 2 });
        this.#buffers.resolved = this.#buffer("times", 16, GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC);
      }
    });
  }

  #buffer(label, size, usage) {
    return this.#device.createBuffer({ label: `${this.kernel} ${label}`, size, usage });
  }

  #makeRoom(pixels) {
    if (pixels <= this.#room) return;
    for (const name of ["result", "state", "read"]) this.#buffers[name]?.destroy();
    const result = 4 * this.#about.channels * pixels;
    this.#buffers.result = this.#buffer("result", result, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
    this.#buffers.state = this.#buffer("state", Math.max(4, 4 * this.#work.state * pixels), GPUBufferUsage.STORAGE);
    this.#buffers.read = this.#buffer("read", result + 16, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
    const { tile, data, result: out, state } = this.#buffers;
    const entries = [tile, data, out, state].map((buffer, binding) => ({ binding, resource: { buffer } }));
    this.#group = this.#device.createBindGroup({ layout: this.#gpu.groupLayout, entries });
    this.#room = pixels;
  }

  /**
   * @param {{x0, y0, step, columns, rows}} tile of at most `most` pixels
   * @param {() => boolean} cancelled asked between dispatches; a tile given up gives null
   * @returns {Promise<Float32Array | null>} (channels, rows, columns)
   */
  async tile(tile, cancelled = () => false) {
    const pixels = tile.columns * tile.rows;
    const steps = this.#work.steps;
    let card = 0;
    for (let first = 0; first < steps; ) {
      if (cancelled() || this.#freed) return null;
      const end = Math.min(steps, first + this.#stepsAtOnce);
      const start = performance.now();
      const last = end === steps;
      const [time, values] = await this.#gpu.guarded(`job ${this.kernel}`, () => this.#dispatch(tile, pixels, first, end, last));
      const took = time ?? performance.now() - start;
      if (end < steps || first > 0 || steps > 1) this.#stepsAtOnce = Math.max(1, Math.min(steps, Math.floor((end - first) * Math.min(4, shortEnough / Math.max(took, 1)))));
      card += time ?? NaN;
      first = end;
      if (last) {
        this.cardTime = Number.isNaN(card) ? null : card;
        return values;
      }
    }
    return null;
  }

  /** Encodes before its first await, as guarded() needs it. @returns [milliseconds on the card or null, the values or null] */
  async #dispatch(tile, pixels, first, end, read) {
    this.#makeRoom(pixels);
    const groups = Math.ceil(pixels / groupSize);
    const across = Math.min(groups, 1024); // a dimension holds 65,535 groups, and many tiles need more
    const { tile: uniform, result, read: target, times, resolved } = this.#buffers;
    this.#device.queue.writeBuffer(uniform, 0, new Uint32Array([tile.x0, tile.y0, tile.step, tile.columns, pixels, first, end, across]));
    const encoder = this.#device.createCommandEncoder({ label: this.kernel });
    const pass = encoder.beginComputePass(times && { timestampWrites: { querySet: times, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 } });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#group);
    pass.dispatchWorkgroups(across, Math.ceil(groups / across));
    pass.end();
    const bytes = 4 * this.#about.channels * pixels;
    if (read) encoder.copyBufferToBuffer(result, 0, target, 16, bytes);
    if (times) {
      encoder.resolveQuerySet(times, 0, 2, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, target, 0, 16);
    }
    this.#device.queue.submit([encoder.finish()]);
    await target.mapAsync(GPUMapMode.READ, 0, 16 + (read ? bytes : 0));
    const mapped = target.getMappedRange(0, 16 + (read ? bytes : 0));
    const [begin, finish] = new BigInt64Array(mapped, 0, 2);
    const values = read ? new Float32Array(mapped.slice(16)) : null;
    target.unmap();
    return [times ? Number(finish - begin) / 1e6 : null, values];
  }

  free() {
    this.#freed = true;
    for (const one of Object.values(this.#buffers)) one.destroy?.();
    this.#buffers = {};
  }
}
