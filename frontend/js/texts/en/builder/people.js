/** The people in a journey. */
export const people = {
  people: {
    menu: "People in this journey",
    title: "People at “{name}”",
    all: "People in this journey",
    filter: "Show",
    standing: { waiting: "Here now", set_aside: "Set aside", ended: "Left" },
    none: {
      waiting: "Nobody is here now.",
      set_aside: "Nobody was set aside. That happens when a step fails for somebody.",
      ended: "Nobody left the journey here.",
    },
    who: "Who",
    where: "Where",
    since: "Since",
    until: "Left",
    due: "Goes on",
    why: "Why",
    number: "Contact {n}",
    mayNot: "Your role may not see contacts.",
  },
  add: {
    menu: "Add someone by hand",
    title: "Add someone by hand",
    text: "They enter the live version at once, at its start “Added by hand”.",
    person: "Find a person",
    chosen: "Chosen people",
    remove: "Leave {name} out",
    dataHint: "Messages and conditions of this journey can use these details.",
    now: { one: "Add {n} person", other: "Add {n} people" },
    done: { one: "{n} person entered the journey.", other: "{n} people entered the journey." },
  },
};
