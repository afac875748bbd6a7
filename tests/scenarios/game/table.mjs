// A table of a role-playing game: players give commands, dice decide, and a transcript tells the story. Its mechanics go to a ledger, which
// the game does not need: it plays the same without. Chance is seeded, so the same commands make the same game.
import { chance } from "../seeded.mjs";

const CHARACTERS = [
  { id: "char:lyra", name: "Lyra", player: "user:anna", armour: 14, health: 60, attack: 6, damage: 8 },
  { id: "char:brom", name: "Brom", player: "user:ben", armour: 16, health: 75, attack: 5, damage: 10 },
];
const FOES = [
  { id: "npc:goblin-1", name: "Grik", armour: 12, health: 40, attack: 4, damage: 6 },
  { id: "npc:goblin-2", name: "Snag", armour: 12, health: 40, attack: 4, damage: 6 },
  { id: "npc:ogre", name: "The Ogre", armour: 11, health: 120, attack: 6, damage: 12 },
];

export class Table {
  /** What was told at the table: `{id, text}`, each entry the game's own record. */
  transcript = [];
  /** The fight as it is: who has how much health left, whose turn it is, how it ended. */
  combat = emptyCombat();
  #random;
  #log;
  #name;
  #turn = 0;

  /** @param {{seed: number, name: string, log?: {write: Function}}} options */
  constructor({ seed, name, log }) {
    this.#random = chance(seed);
    this.#log = log;
    this.#name = name;
  }

  /** A player has something checked: an ability against a difficulty. Returns the entry of the transcript. */
  check(player, character, ability, difficulty, more = {}) {
    return this.#interact(player, `check ${ability}`, more, (say) => {
      const roll = this.#roll(20, say);
      const total = roll.value + 3;
      say("check.ability", actorOf(character), { causedBy: roll.id, metadata: { ability, difficulty, roll: roll.value, total, success: total >= difficulty } });
      return `${nameOf(character)} tries ${ability}: ${total} against ${difficulty}, ${total >= difficulty ? "well done" : "not quite"}.`;
    });
  }

  /** The fight begins: initiative decides who acts when. */
  startCombat(player) {
    return this.#interact(player, "start combat", {}, (say) => {
      const fighters = [...CHARACTERS, ...FOES].map(({ id, name, health }) => {
        const roll = this.#roll(20, say, id);
        return { id, name, health, initiative: roll.value, causedBy: roll.id };
      });
      fighters.sort((one, other) => other.initiative - one.initiative || (one.id < other.id ? -1 : 1));
      const order = fighters.map(({ id, health, initiative }) => ({ id, health, initiative }));
      this.#happens(say, "combat.started", SYSTEM, { level: "milestone", causedBy: fighters.map((fighter) => fighter.causedBy), metadata: { order } });
      return `The fight begins; ${fighters[0].name} is first.`;
    });
  }

  /** Whoever's turn it is attacks; nothing when the fight is over. */
  act() {
    if (!this.combat.order || this.combat.outcome) return undefined;
    const acting = this.combat.order[this.combat.next];
    const player = CHARACTERS.find(({ id }) => id === acting)?.player;
    return this.#interact(player, `turn of ${acting}`, {}, (say) => {
      const self = sheetOf(acting);
      const targets = Object.keys(this.combat.health).filter((id) => this.combat.health[id] > 0 && sideOf(id) !== sideOf(acting));
      const target = targets[Math.floor(this.#random() * targets.length)];
      const roll = this.#roll(20, say, acting);
      const hits = roll.value + self.attack >= sheetOf(target).armour;
      const attack = this.#happens(say, "combat.attack", actorOf(acting), { causedBy: roll.id, entityType: "fighter", entityId: target, metadata: { roll: roll.value, hits } });
      let told = `${self.name} misses ${nameOf(target)}.`;
      if (hits) {
        const damage = this.#roll(self.damage, say, acting);
        const wound = this.#happens(say, "combat.damage", actorOf(acting), { causedBy: [attack, damage.id], entityType: "fighter", entityId: target, metadata: { amount: damage.value } });
        told = `${self.name} hits ${nameOf(target)} for ${damage.value}.`;
        if (this.combat.health[target] <= 0) {
          this.#happens(say, "combat.defeated", actorOf(target), { level: "milestone", causedBy: wound });
          told += ` ${nameOf(target)} falls.`;
        }
      }
      const standing = new Set(Object.keys(this.combat.health).filter((id) => this.combat.health[id] > 0).map(sideOf));
      if (standing.size === 1) {
        this.#happens(say, "combat.ended", SYSTEM, { level: "milestone", metadata: { won: [...standing][0] } });
        told += ` The fight is over.`;
      } else {
        this.#happens(say, "combat.turn_ended", actorOf(acting), { level: "state" });
      }
      return told;
    });
  }

  /**
   * One interaction: everything in it has one correlation id, and the transcript's entry is what its events refer to.
   * @param {object} more what the front end sent along; a table that trusts it logs it
   */
  #interact(player, command, more, play) {
    const number = ++this.#turn;
    const entry = { id: `transcript:${this.#name}:${number}` };
    const linked = { correlationId: `${this.#name}:${number}`, ref: entry.id, step: number };
    const say = (type, actor, fields) => this.#log?.write(type, { ...linked, actor, ...fields });
    say("command.given", player ? { type: "user", id: player } : SYSTEM, { metadata: { command, ...more } });
    entry.text = play(say);
    this.transcript.push(entry);
    this.#keep();
    return entry;
  }

  /** Dice are logged for those who roll them. */
  #roll(sides, say, who) {
    const value = 1 + Math.floor(this.#random() * sides);
    return { value, id: say("dice.roll", who ? actorOf(who) : SYSTEM, { level: "detail", metadata: { sides, value } }) };
  }

  /** What changes the fight is told and done by the same event. */
  #happens(say, type, actor, fields) {
    applyCombat(this.combat, { type, actor, entity: { id: fields.entityId }, metadata: fields.metadata });
    return say(type, actor, fields);
  }

  /** The game's own work after each command: its state is saved as a whole. */
  #keep() {
    this.saved = JSON.stringify({ transcript: this.transcript, combat: this.combat });
  }
}

export const emptyCombat = () => ({ order: undefined, health: {}, next: 0, outcome: undefined });

/** What an event does to the fight. The game itself knows no other way, so the log alone is enough to make it again. */
export function applyCombat(combat, { type, actor, entity, metadata }) {
  switch (type) {
    case "combat.started":
      combat.order = metadata.order.map(({ id }) => id);
      for (const { id, health } of metadata.order) combat.health[id] = health;
      break;
    case "combat.damage":
      combat.health[entity.id] -= metadata.amount;
      break;
    case "combat.turn_ended":
      do combat.next = (combat.next + 1) % combat.order.length;
      while (combat.health[combat.order[combat.next]] <= 0);
      break;
    case "combat.ended":
      combat.outcome = metadata.won;
  }
}

const SYSTEM = { type: "system", id: "table" };
const sheetOf = (id) => [...CHARACTERS, ...FOES].find((sheet) => sheet.id === id);
const nameOf = (id) => sheetOf(id).name;
const sideOf = (id) => id.split(":")[0];
const actorOf = (id) => ({ type: sideOf(id), id, name: nameOf(id) });
