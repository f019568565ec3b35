"""Which mutants are made: a seeded choice, spread over the files by the number of their candidates."""
import hashlib


def rank(mutation, seed):
    """A number that depends on the mutation itself: an edit elsewhere leaves the choice as it is."""
    return hashlib.sha256(f"{seed}\n{mutation.key}".encode()).digest()


def quotas(candidates, count):
    """How many mutants each file gets: its share rounded down, the rest by the largest remainders."""
    total = sum(len(each) for each in candidates.values())
    shares = {file: count * len(each) / total for file, each in candidates.items()}
    result = {file: int(share) for file, share in shares.items()}
    by_remainder = sorted(shares, key=lambda file: (int(shares[file]) - shares[file], file))
    for file in by_remainder[:count - sum(result.values())]:
        result[file] += 1
    return result


def choose(candidates, count, seed, excluded):
    """`count` mutations out of the candidates by file, without those that do not compile."""
    chosen = []
    wanted = quotas(candidates, min(count, sum(len(each) for each in candidates.values())))
    for file, each in sorted(candidates.items()):
        usable = [mutation for mutation in each if mutation.key not in excluded]
        usable.sort(key=lambda mutation: rank(mutation, seed))
        chosen += sorted(usable[:wanted[file]], key=lambda mutation: mutation.start)
    return chosen
