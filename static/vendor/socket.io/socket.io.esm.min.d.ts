/** Only what the pages use of Socket.IO's client; the full types come with its npm package. */
export interface Socket {
  on(event: string, listener: (...args: any[]) => void): this;
  emit(event: string, ...args: any[]): this;
  disconnect(): this;
}

export function io(namespace: string, options: Record<string, unknown>): Socket;
