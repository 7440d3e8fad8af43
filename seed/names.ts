/** As many last names as first names, so that each account has names of its own. */
export const FIRST_NAMES =
  `Ada Amélie Anders Ayşe Beatriz Björn Chiara Chidi Dana Dmitri Elif Emeka Esperanza Fatima Finn
  Grace Hana Hiroshi Ingrid Ivan Jamal João Kaia Karim Lena Liam Lucía Magnus Maya Mei Mateo Nadia Niamh Noor Olu Omar
  Paloma Priya Quentin Rania Renée Ravi Sana Søren Tariq Thandi Umberto Valeria Wanda Zoë`.split(/\s+/);

export const LAST_NAMES = `Abebe Achterberg Adeyemi Almeida Andersson Banerjee Becker Björk Brennan Castillo Chen Costa
  Demir Dubois Eriksen Fernández Fischer Fontaine Garcia Gupta Haddad Hansen Horvat Ibrahim Ito Jansen Kaya Khan
  Kowalski Lindqvist Lovelace Mancini Mbeki Mehta Müller Murphy Nakamura Nguyen Novak Okafor Oliveira Petrov Rahman
  Rossi Santos Sato Suzuki Tanaka Weiß Yılmaz`.split(/\s+/);
