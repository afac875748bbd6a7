// What the overlay loads when somebody asks it to look at the installation.
export { judge, lookAround } from "../checks/index.js";
