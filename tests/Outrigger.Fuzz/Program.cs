using System.Text;
using Outrigger.Fuzz;
using SharpFuzz;

// How `./fuzz` drives the targets; people need only its last form.
return args switch
{
    ["--list"] => List(),
    ["--seeds", string name, string folder] when FuzzTargets.Find(name) is { } target => Export(target, folder),
    ["--dictionary", string name, string file] when FuzzTargets.Find(name) is { } target => Dictionary(target, file),
    ["--afl", string name] when FuzzTargets.Find(name) is { } target => Fuzz(target),
    [string name, .. string[] files] when files.Length > 0 && FuzzTargets.Find(name) is { } target =>
        Replay(target, files),
    _ => Usage(),
};

static int List()
{
    foreach (FuzzTarget target in FuzzTargets.All)
        Console.WriteLine(target.Name);
    return 0;
}

static int Export(FuzzTarget target, string folder)
{
    SeedFolder.Export(target, folder);
    return 0;
}

// The format of AFL's dictionaries.
static int Dictionary(FuzzTarget target, string file)
{
    StringBuilder text = new();
    foreach (byte[] word in target.Words.Where(word => word.Length is > 1 and <= 128))
        text.Append('"').AppendJoin("", word.Select(b => $"\\x{b:x2}")).Append("\"\n");
    File.WriteAllText(file, text.ToString());
    return 0;
}

// AFL++ starts this process and tells it when to run an input, which comes as standard input.
static int Fuzz(FuzzTarget target)
{
    GrowthGuard guard = new();
    MemoryStream input = new();
    Fuzzer.OutOfProcess.Run(stream =>
    {
        input.SetLength(0);
        stream.CopyTo(input);
        target.Run(input.ToArray());
        guard.AfterRun();
    });
    return 0;
}

static int Replay(FuzzTarget target, string[] files)
{
    int failed = 0;
    foreach (string file in files)
    {
        try
        {
            target.Run(File.ReadAllBytes(file));
            Console.WriteLine($"{file}: holds");
        }
        // Whatever a parser throws is a finding, and all files are looked at.
        catch (Exception exception)
        {
            Console.WriteLine($"{file}: {exception}");
            failed++;
        }
    }

    return failed == 0 ? 0 : 1;
}

static int Usage()
{
    Console.Error.WriteLine("usage: Outrigger.Fuzz --list | TARGET FILE...");
    return 2;
}
