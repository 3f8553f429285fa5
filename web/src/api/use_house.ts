/// What the server says of itself, and which day it is there: a demonstration may have a day of its own.
import { useQuery } from '@tanstack/react-query';
import { localToday } from '../parts/days';
import * as calls from './calls';

export const useHouse = () => useQuery({ queryKey: ['house'], queryFn: ({ signal }) => calls.readHouse(signal), staleTime: Infinity });

export function useToday(): string {
  return useHouse().data?.day ?? localToday();
}
