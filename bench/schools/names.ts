// Only fictional numbers: Ofcom keeps 01632 960000 to 960999 free for drama, and example.org is reserved.
export const KNOWN_NAMES = (
  'Amelia Oliver Aisha Noah Zara Harry Priya Leo Niamh Mohammed Freya Kwame Isla Arjun Megan Jakub Chloe Yusuf Poppy ' +
  'Dylan Sofia Callum Maryam Tobi Ella Rhys Anaya Finn Lucia Hamza Grace Ravi Erin Tariq Ruby Owen Leila Max Ngozi Sam'
).split(' ');
export const MOTHERS = (
  'Sarah Fatima Ngozi Claire Agnieszka Priya Siân Emma Ayesha Zoë Helen Folake Maria Harpreet Louise Mei ' +
  'Rachel Shirin Abena Gemma Ewa Hema Carys Nicola Salma Chloé Joanne Funmi Elena Manjit Kelly Linh Catriona ' +
  'Rukhsana Grace Beth Orla Selin Denise Yetunde'
).split(' ');
export const FATHERS = (
  'David Imran Tomasz Kwame Gareth James Rajesh Seán Paulo Ahmed Mark Segun Ian Balvir Craig Minh Andrew ' +
  'Rafiq Yaw Lee Piotr Nilesh Huw Stuart Tariq René Marcus Tunde Petar Amrit Dean Wei Ewan Karim Emeka Giles ' +
  'Declan Emre Andre Paul'
).split(' ');
export const SURNAMES = (
  "Okoro Lim Mensah Patel Jones Siddiqui O'Neill Nowak Taylor Begum Clarke Hughes Ferreira Kaur Evans Adeyemi Nguyen " +
  'Fraser Rahman Green Kowalczyk Bailey Cohen Walsh Obi Marsden Demir Gill Harris Baptiste Wright Haddad Brown Thomas ' +
  'Chowdhury Thompson Ivanova Campbell Rossi Sharma Mills Asante Dunn Barker Hussain Popescu Murphy Ali Lewis Akhtar'
).split(' ');
export const SUBJECTS = 'Maths English Science History Geography French Music Art Computing Drama'.split(' ');
export const HOUSES = ['Red House', 'Blue House', 'Green House', 'Gold House'];
export const YEARS = [7, 8, 9, 10, 11];
