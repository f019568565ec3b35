/// Ways to begin with recurrent weights W₀.
public enum Initialization: String, CaseIterable, Sendable {
  /// Independent normal entries of variance 1/n: eigenvalues fill the unit disc (Ginibre 1965).
  case gaussian
  /// A Haar-distributed orthogonal matrix: every singular value is 1 (Saxe, McClelland, Ganguli 2014).
  case orthogonal
  /// The identity (Le, Jaitly, Hinton 2015: IRNN).
  case identity
  /// The nilpotent shift, ones below the diagonal: every eigenvalue is 0, yet a signal lives for n steps.
  case shift
}
