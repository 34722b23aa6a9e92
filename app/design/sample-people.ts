export interface SamplePerson {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly created: Date;
}

const names =
  'Amara Okafor,Chiara Benedetti,Henrik Aas,Ingrid Solheim,Jonas Lindqvist,Leila Haddad,Maeve Gallagher,Priya Raman,Samuel Oduya,Viktor Nemec,Tomasz Wrona,Yuki Tanabe,Farah El-Amin,Marek Dvorak,Sofia Marchetti,Olu Adeyemi,Greta Nyström,Pavel Horak,Aisha Rahman,Lars Eide,Nadia Costa,Emil Sandberg,Hana Kovac,Rory Sinclair,Mina Park,Jakub Zielinski,Elin Forsberg,Tariq Mansour,Oona Virtanen,Dario Fontana,Signe Holm,Kwame Boateng,Ilse Vermeer,Anton Petrov,Noor Siddiqui,Bjarne Lie,Carla Mendes,Eamon Doyle,Freya Dahl,Goran Ilic,Hilde Moe,Ivo Krastev,Julia Brandt,Karim Aziz,Liv Strand,Mateo Rojas,Nora Bakke,Otto Lang';
const roleSets: readonly (readonly string[])[] = [['Member', 'Approver'], ['Administrator'], []];

/** Forty-eight sample users, always the same. */
export const samplePeople: readonly SamplePerson[] = names.split(',').map((name, place) => ({
  id: String(place + 1),
  name,
  roles: roleSets[place % roleSets.length] ?? [],
  created: new Date(Date.UTC(2026, place % 9, 1 + (place % 27), 8)),
}));
