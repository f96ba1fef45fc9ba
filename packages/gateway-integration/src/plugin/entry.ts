import { register } from "./register.ts";

export default {
  id: "event-store",
  name: "Event Store",
  description: "Keeps every agent event in NATS JetStream and remembers earlier sessions",
  register,
};
