import Glibc
import Testing

/// Pipes that close, disks that are full, interrupts.
@Suite struct StreamTests {
  /// 4.5 million rows, minutes of output: whoever has read enough must not wait for the rest.
  private static let endless = ["map", "--input", "noise", "--steps", "3000"]

  @Test("A closed pipe ends the output at once, quietly and with 0")
  func closedPipe() throws {
    for arguments in [Self.endless, ["table", "--input", "noise", "--steps", "20000"], ["render"]] {
      let run = try Program.run(arguments, output: .brokenPipe, within: .seconds(20))
      #expect(run.code == 0)
      #expect(run.message == "")
    }
  }

  @Test(
    "head gets its line, and the program does not outlive it for long",
    arguments: [
      (endless, "k,i,lag,contribution"), (endless + ["--format", "json"], "{"),
      (["table", "--format", "csv"], "step,"),
      (["sweep", "--vary", "W=0:3:0.00001"], "value,"), (["render"], " gradflow"), (["list", "keys"], ""),
    ])
  func head(arguments: [String], chosen: String) throws {
    let script = "\"$0\" \"$@\" | head -n 1; echo \"${PIPESTATUS[0]}\""
    let shell = try ChildProcess(
      "/bin/bash", ["-c", script, Program.path] + arguments, environment: Program.environment,
      input: .file("/dev/null"), output: .captured)
    let run = shell.finish(within: .seconds(20))
    #expect(run.text.hasPrefix(chosen))
    #expect(run.lines.count == 2 && run.lines.last == "0", "\(run.text)")
    #expect(run.message == "")
  }

  @Test(
    "A full disk is an error",
    arguments: [["table"], ["render"], ["list", "keys"], ["check"], ["--help"], ["--version"]])
  func fullDisk(arguments: [String]) throws {
    let run = try Program.run(arguments, output: .file("/dev/full"))
    #expect(run.code == 2)
    #expect(
      run.message == "gradflow: cannot write the output: No space left on device: make room, or write elsewhere\n")
  }

  @Test("So is a standard output that is closed")
  func closedOutput() throws {
    let run = try Program.run(["table"], output: .closed)
    #expect(run.code == 2)
    #expect(run.message.hasPrefix("gradflow: cannot write the output: "))
  }

  @Test("An interrupt ends it as a shell expects, which then reports 130")
  func interrupt() throws {
    let program = try Program.start(Self.endless, output: .file("/dev/null"))
    usleep(300_000)
    kill(program.id, SIGINT)
    let run = program.finish(within: .seconds(20))
    #expect(run.signal == SIGINT)
    #expect(run.message == "")
  }

  @Test("Nothing hangs on a standard input that says nothing, unless it is asked for")
  func silentInput() throws {
    let folder = try TemporaryFolder()
    let fifo = folder.file("fifo")
    #expect(mkfifo(fifo, 0o600) == 0)
    // Open for reading and writing: a pipe that stays silent and never ends.
    let end = open(fifo, O_RDWR | O_CLOEXEC)
    defer { close(end) }
    let run = try Program.run(["table"], input: .file(fifo), within: .seconds(20))
    #expect(run.code == 0)
  }

  @Test("A named pipe is a series like any other")
  func fifo() throws {
    let folder = try TemporaryFolder()
    let fifo = folder.file("fifo")
    #expect(mkfifo(fifo, 0o600) == 0)
    let program = try Program.start(["table", "--input", fifo])
    let end = open(fifo, O_WRONLY | O_CLOEXEC)
    #expect(write(end, "1\n2\n3\n", 6) == 6)
    close(end)
    #expect(program.finish(within: .seconds(20)).text.contains("fifo, 3 steps"))
  }
}
