/// The default input: the yearly mean sunspot numbers of 1700 to 2008.
///
/// Source: the yearly sunspot data published by the National Geophysical Data Center of NOAA, a work of the government
/// of the United States and in the public domain.
public enum Sunspots {
  /// The years of the 309 values.
  public static let years = 1700...2008

  /// The 309 sunspot numbers, standardised: mean 0, variance 1 (divisor 309). T = 309, m = 1.
  public static let series = standardised(PackageResources.sunspots_csv)

  static func standardised(_ bytes: [UInt8]) -> Series {
    let reader = CSVReader(selection: [.name("SUNACTIVITY")])
    guard
      let raw = try? reader.read(bytes), let series = try? Scaling.standard.applied(to: raw)
    else { preconditionFailure("the embedded sunspots.csv cannot be read") }
    return Series(columnNames: ["sunspots"], values: series.values)
  }
}
